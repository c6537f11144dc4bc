package io.mynah.chat.people;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /people [NAME]}: who is there, chat by chat and page by page, and the card of each, in one
 * message. Thread-safe.
 */
public final class PeopleCommand implements Command, Feature {
  private static final int PAGE = 8;

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final Whom whom;
  private final PersonCard card;

  public PeopleCommand(
      Services services, Roster roster, VoiceStates voices, Whom whom, Clock clock) {
    this.channel = services.channel();
    this.roster = roster;
    this.voices = voices;
    this.card = new PersonCard(services, roster, voices, clock);
    this.whom = whom;
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("people", this);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.PEOPLE_LIST, this::pressList, Verb.PERSON_CARD, this::pressCard);
  }

  /** Forgets the words that came with questions who is meant. */
  @Override
  public void forget(OwnerId owner) {
    whom.forget(owner);
  }

  @Override
  public void run(Call call) throws IOException {
    OwnerId owner = call.owner();
    if (!call.arguments().isEmpty()) {
      whom.ask(
          call,
          Whom.about(
              Verb.PERSON_CARD,
              person ->
                  channel.send(call.envelope().address(), card(owner, call.phrases(), person))));
      return;
    }
    List<Person> people = people(owner);
    channel.send(
        call.envelope().address(),
        people.isEmpty()
            ? Reply.of(call.phrases().of("speak.nobody"))
            : list(owner, call.phrases(), people, 0));
  }

  /** Everybody, chat by chat. */
  private List<Person> people(OwnerId owner) {
    List<Person> all = roster.people(owner);
    List<Person> ordered = new ArrayList<>();
    for (Chat chat : roster.chats(owner)) {
      all.stream().filter(p -> p.chat().equals(chat.id())).forEach(ordered::add);
    }
    return ordered;
  }

  private Reply card(OwnerId owner, Phrases phrases, Person person) {
    int page = Math.max(0, people(owner).indexOf(person)) / PAGE;
    return card.of(owner, phrases, person, page);
  }

  private Reply list(OwnerId owner, Phrases phrases, List<Person> people, long wanted) {
    int pages = (people.size() + PAGE - 1) / PAGE;
    int page = (int) Math.min(wanted, pages - 1);
    List<Person> shown = people.subList(page * PAGE, Math.min(people.size(), (page + 1) * PAGE));
    List<String> lines = new ArrayList<>();
    ChatId chat = null;
    for (Person person : shown) {
      if (!person.chat().equals(chat)) {
        chat = person.chat();
        String title = roster.chat(owner, chat.value()).map(Chat::title).orElse("");
        lines.add((lines.isEmpty() ? "" : "\n") + Wording.name(title));
      }
      lines.add(line(phrases, person));
    }
    if (pages > 1) {
      lines.add("\n" + phrases.of("people.page", "page", page + 1, "pages", pages));
    }
    List<List<Button>> rows =
        new ArrayList<>(
            roster.buttons(
                owner, shown, person -> Action.of(Verb.PERSON_CARD, person.id().value())));
    List<Button> turning = new ArrayList<>();
    if (page > 0) {
      turning.add(phrases.button("button.previous", Action.of(Verb.PEOPLE_LIST, page - 1)));
    }
    if (page < pages - 1) {
      turning.add(phrases.button("button.next", Action.of(Verb.PEOPLE_LIST, page + 1)));
    }
    if (!turning.isEmpty()) {
      rows.add(turning);
    }
    return new Reply(String.join("\n", lines), rows);
  }

  private String line(Phrases phrases, Person person) {
    String name = Wording.name(person.name());
    if (person.messages() == 0) {
      return phrases.of("people.silent", "name", name);
    }
    return phrases.of(
        "people.line",
        "name",
        name,
        "count",
        person.messages(),
        "span",
        Wording.span(phrases, person.first(), person.last()),
        "state",
        voices.inShort(phrases, person));
  }

  boolean pressCard(PressHandler.Pressed pressed) {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    person.ifPresent(
        p -> channel.edit(pressed.message(), card(pressed.owner(), pressed.phrases(), p)));
    return person.isPresent();
  }

  boolean pressList(PressHandler.Pressed pressed) {
    List<Person> people = people(pressed.owner());
    if (people.isEmpty()) {
      return false;
    }
    channel.edit(
        pressed.message(), list(pressed.owner(), pressed.phrases(), people, pressed.id(0)));
    return true;
  }
}
