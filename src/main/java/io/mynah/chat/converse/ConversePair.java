package io.mynah.chat.converse;

import io.mynah.chat.words.Wording;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.text.NameFolding;
import java.util.function.Function;

/** The two people whose models talk with each other; they may be the same person. */
public record ConversePair(Role first, Role second) {
  /**
   * One of the two.
   *
   * @param owner whose person it is, and whose settings the model uses
   * @param name what they are called, different from the other's name
   */
  public record Role(Person person, OwnerId owner, String name) {
    /** A person under their own name. */
    public static Role of(Person person, OwnerId owner) {
      return new Role(person, owner, Wording.name(person.name()));
    }

    private Role distinguishedBy(String by) {
      return new Role(person, owner, name + " (" + by + ")");
    }
  }

  /**
   * Makes the two names different: by their chats where the names are alike, else by numbers.
   *
   * @param title of a chat
   */
  public static ConversePair of(Role first, Role second, Function<ChatId, String> title) {
    if (!NameFolding.fold(first.person().name()).equals(NameFolding.fold(second.person().name()))) {
      return new ConversePair(first, second);
    }
    String one = Wording.name(title.apply(first.person().chat()));
    String other = Wording.name(title.apply(second.person().chat()));
    boolean apart = !one.equals(other);
    return new ConversePair(
        first.distinguishedBy(apart ? one : "1"), second.distinguishedBy(apart ? other : "2"));
  }

  /** Whether a person is one of the two. */
  boolean has(PersonId person) {
    return first.person().id().equals(person) || second.person().id().equals(person);
  }

  Role role(int index) {
    return index == 0 ? first : second;
  }

  Person person(int index) {
    return role(index).person();
  }

  String name(int index) {
    return role(index).name();
  }
}
