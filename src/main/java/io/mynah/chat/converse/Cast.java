package io.mynah.chat.converse;

import io.mynah.chat.words.Wording;
import io.mynah.domain.ChatId;
import io.mynah.domain.Person;
import io.mynah.text.NameFolding;
import java.util.function.Function;

/**
 * The two whose models talk with each other; they may be the same person.
 *
 * @param firstName what the first one is called, unlike the second
 */
public record Cast(Person first, Person second, String firstName, String secondName) {
  /**
   * Names them apart: by their chats where their names are alike, else by numbers.
   *
   * @param title of a chat
   */
  public static Cast of(Person first, Person second, Function<ChatId, String> title) {
    String one = Wording.name(first.name());
    String other = Wording.name(second.name());
    if (!NameFolding.fold(first.name()).equals(NameFolding.fold(second.name()))) {
      return new Cast(first, second, one, other);
    }
    String oneChat = Wording.name(title.apply(first.chat()));
    String otherChat = Wording.name(title.apply(second.chat()));
    boolean apart = !oneChat.equals(otherChat);
    return new Cast(
        first,
        second,
        one + " (" + (apart ? oneChat : "1") + ")",
        other + " (" + (apart ? otherChat : "2") + ")");
  }

  Person person(int index) {
    return index == 0 ? first : second;
  }

  String name(int index) {
    return index == 0 ? firstName : secondName;
  }
}
