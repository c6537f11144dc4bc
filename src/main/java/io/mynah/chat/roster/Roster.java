package io.mynah.chat.roster;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.corpora.Corpora;
import io.mynah.text.NameFolding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks up the people and chats of an owner, and makes buttons to choose among them. Thread-safe.
 */
public final class Roster {
  private static final int MOST_CHOICES = 24;
  private static final int ROW_LENGTH = 24;

  private final Corpora corpora;

  public Roster(Corpora corpora) {
    this.corpora = corpora;
  }

  /** All people of an owner; those who are joined are one. */
  public List<Person> people(OwnerId owner) {
    return corpora.people(owner);
  }

  /** The people of each of an owner's chats; nobody is joined with anybody. */
  public List<Person> peopleOfChats(OwnerId owner) {
    return corpora.peopleOfChats(owner);
  }

  /** A person as of one chat, if the owner has one with this id. */
  public Optional<Person> personOfChat(OwnerId owner, long id) {
    return corpora.personOfChat(owner, new PersonId(id));
  }

  /** Finds the people whose name, or {@code NAME@CHAT}, a text begins with. */
  public NameFinder.Found find(OwnerId owner, String text, List<Person> people) {
    return text.indexOf('@') < 0
        ? NameFinder.find(text, people)
        : ChatNames.find(text, people, chats(owner));
  }

  /** Whether a person wrote in a chat of Telegram. */
  public boolean isOfTelegram(OwnerId owner, Person person) {
    return person.sources().stream()
        .flatMap(source -> chat(owner, source.chat().value()).stream())
        .anyMatch(ChatNames::isOfTelegram);
  }

  /** What tells a person's chat from the owner's others: its title, and where it is from. */
  public String chatOf(OwnerId owner, Person person) {
    return chat(owner, person.chat().value()).map(Roster::called).orElse("");
  }

  /** What an owner's chats are called: their titles; of several with one title, also where from. */
  public Map<ChatId, String> chatLabels(OwnerId owner) {
    List<Chat> chats = chats(owner);
    Map<String, Long> titles =
        chats.stream()
            .collect(
                Collectors.groupingBy(
                    chat -> NameFolding.fold(chat.title()), Collectors.counting()));
    return chats.stream()
        .collect(
            Collectors.toMap(
                Chat::id,
                chat ->
                    titles.getOrDefault(NameFolding.fold(chat.title()), 0L) < 2
                        ? Wording.name(chat.title())
                        : called(chat)));
  }

  private static String called(Chat chat) {
    String title = Wording.name(chat.title());
    String place = ChatNames.place(chat);
    return place.isEmpty() ? title : title + " (" + place + ")";
  }

  /** A person, if the owner has one with this id; for one who is joined, all who are. */
  public Optional<Person> person(OwnerId owner, long id) {
    return corpora.person(owner, new PersonId(id));
  }

  /** All chats of an owner. */
  public List<Chat> chats(OwnerId owner) {
    return corpora.chats(owner);
  }

  /** A chat, if the owner has one with this id. */
  public Optional<Chat> chat(OwnerId owner, long id) {
    return corpora.chat(owner, new ChatId(id));
  }

  /**
   * A person's name; with the title of the chat if others among the given people have the same
   * name.
   */
  public String title(OwnerId owner, Person person, List<Person> among) {
    String name = Wording.name(person.name());
    String folded = NameFolding.fold(person.name());
    boolean alone =
        among.stream().filter(p -> NameFolding.fold(p.name()).equals(folded)).count() < 2;
    String chat = alone ? "" : chatLabels(owner).getOrDefault(person.chat(), "");
    return chat.isEmpty() ? name : name + " · " + chat;
  }

  /**
   * A question with a button for each person; if there are too many, the text says how to name
   * others.
   */
  public Reply question(
      Phrases phrases,
      String question,
      OwnerId owner,
      List<Person> people,
      Function<Person, Action> action) {
    String text =
        people.size() > MOST_CHOICES
            ? question + "\n" + phrases.of("ask.more", "count", people.size() - MOST_CHOICES)
            : question;
    return new Reply(text, buttons(owner, people, action));
  }

  /** A button for each person; people with the same name are told apart by their chat. */
  public List<List<Button>> buttons(
      OwnerId owner, List<Person> people, Function<Person, Action> action) {
    Map<ChatId, String> titles = chatLabels(owner);
    Map<String, Long> names =
        people.stream()
            .collect(Collectors.groupingBy(p -> NameFolding.fold(p.name()), Collectors.counting()));
    return ButtonRows.of(
        people.stream()
            .limit(MOST_CHOICES)
            .map(
                person -> {
                  boolean alone = names.getOrDefault(NameFolding.fold(person.name()), 0L) < 2;
                  String name = Wording.name(person.name());
                  String title = titles.getOrDefault(person.chat(), "");
                  return new Button(
                      alone || title.isEmpty() ? name : name + " · " + title,
                      action.apply(person).encode());
                })
            .toList(),
        ROW_LENGTH);
  }
}
