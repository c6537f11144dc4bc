package io.mynah.chat.people;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.VoiceStores;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.corpora.Shares;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /people [NAME]}: lists an owner's people, page by page, and shows a person's card, all in
 * one message. People with a voice come first, then those who can be trained; people who wrote too
 * little are behind a button, unless all fit on one page. Thread-safe.
 */
public final class PeopleCommand implements Command, Feature {
  private static final int PAGE = 8;

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final PersonResolver personResolver;
  private final PersonCard card;

  /**
   * @param hasBots whether voices can have bots of their own on the channel
   */
  public PeopleCommand(
      Channel channel,
      PeopleDirectory people,
      VoiceStores trainings,
      Shares shares,
      boolean hasBots,
      Clock clock) {
    this.channel = channel;
    this.roster = people.roster();
    this.voices = people.voices();
    this.personResolver = people.resolver();
    this.card =
        new PersonCard(
            trainings.voiceRecords(), trainings.cards(), shares, hasBots, roster, voices, clock);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("people", this);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.PEOPLE_LIST, this::pressList,
        Verb.PEOPLE_WITH_TOO_FEW, this::pressRest,
        Verb.PERSON_CARD, this::pressCard);
  }

  /** Deletes the text that is kept for questions about who is meant. */
  @Override
  public void forget(OwnerId owner) {
    personResolver.forget(owner);
  }

  @Override
  public void run(Call call) throws IOException {
    OwnerId owner = call.owner();
    if (!call.arguments().isEmpty()) {
      personResolver.ask(
          call,
          PersonResolver.about(
              Verb.PERSON_CARD,
              person ->
                  channel.send(call.envelope().address(), card(owner, call.phrases(), person))));
      return;
    }
    Lists lists = lists(owner);
    channel.send(
        call.envelope().address(),
        lists.isEmpty()
            ? Reply.of(call.phrases().of("speak.nobody"))
            : main(owner, call.phrases(), lists, 0));
  }

  /**
   * The people to list.
   *
   * @param main those with a voice, those in training, and those who can be trained
   * @param rest those who wrote too little, if they are not in the main list
   */
  private record Lists(List<Person> main, List<Person> rest) {
    boolean isEmpty() {
      return main.isEmpty() && rest.isEmpty();
    }
  }

  /** All people, each group sorted by chat. */
  private Lists lists(OwnerId owner) {
    List<Person> all = roster.people(owner);
    List<Person> ready = new ArrayList<>();
    List<Person> inTraining = new ArrayList<>();
    List<Person> trainable = new ArrayList<>();
    List<Person> rest = new ArrayList<>();
    for (Chat chat : roster.chats(owner)) {
      for (Person person : all) {
        if (!person.chat().equals(chat.id())) {
          continue;
        }
        if (voices.ready(person)) {
          ready.add(person);
        } else if (voices.inTraining(person)) {
          inTraining.add(person);
        } else if (voices.trainable(person)) {
          trainable.add(person);
        } else {
          rest.add(person);
        }
      }
    }
    List<Person> main = new ArrayList<>(ready);
    main.addAll(inTraining);
    main.addAll(trainable);
    if (main.isEmpty() || main.size() + rest.size() <= PAGE) {
      main.addAll(rest);
      return new Lists(main, List.of());
    }
    return new Lists(main, rest);
  }

  private Reply card(OwnerId owner, Phrases phrases, Person person) {
    Lists lists = lists(owner);
    int among = lists.rest().indexOf(person);
    Action back =
        among < 0
            ? Action.of(Verb.PEOPLE_LIST, Math.max(0, lists.main().indexOf(person)) / PAGE)
            : Action.of(Verb.PEOPLE_WITH_TOO_FEW, among / PAGE);
    return card.of(owner, phrases, person, back);
  }

  private Reply main(OwnerId owner, Phrases phrases, Lists lists, long page) {
    List<Button> further =
        lists.rest().isEmpty()
            ? List.of()
            : List.of(
                new Button(
                    phrases.of("button.too-few", "count", lists.rest().size()),
                    Action.of(Verb.PEOPLE_WITH_TOO_FEW, 0).encode()));
    return list(owner, phrases, lists.main(), page, Verb.PEOPLE_LIST, further);
  }

  private Reply rest(OwnerId owner, Phrases phrases, Lists lists, long page) {
    List<Button> back = List.of(phrases.button("card.back", Action.of(Verb.PEOPLE_LIST, 0)));
    return list(owner, phrases, lists.rest(), page, Verb.PEOPLE_WITH_TOO_FEW, back);
  }

  /**
   * One page of a list.
   *
   * @param turning the verb of the buttons that show another page
   * @param further buttons in a row below
   */
  private Reply list(
      OwnerId owner,
      Phrases phrases,
      List<Person> people,
      long wanted,
      Verb turning,
      List<Button> further) {
    int pages = (people.size() + PAGE - 1) / PAGE;
    int page = (int) Math.min(wanted, pages - 1);
    List<Person> shown = people.subList(page * PAGE, Math.min(people.size(), (page + 1) * PAGE));
    Map<ChatId, String> titles = roster.chatLabels(owner);
    List<String> lines = new ArrayList<>();
    ChatId chat = null;
    for (Person person : shown) {
      if (!person.chat().equals(chat)) {
        chat = person.chat();
        lines.add((lines.isEmpty() ? "" : "\n") + titles.getOrDefault(chat, ""));
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
    List<Button> pageButtons = new ArrayList<>();
    if (page > 0) {
      pageButtons.add(phrases.button("button.previous", Action.of(turning, page - 1)));
    }
    if (page < pages - 1) {
      pageButtons.add(phrases.button("button.next", Action.of(turning, page + 1)));
    }
    Stream.of(pageButtons, further).filter(row -> !row.isEmpty()).forEach(rows::add);
    return new Reply(String.join("\n", lines), rows);
  }

  private String line(Phrases phrases, Person person) {
    String name = Wording.name(person.name());
    if (person.messages() == 0) {
      return phrases.of(voices.ready(person) ? "people.imported" : "people.silent", "name", name);
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
    personResolver.release(pressed.message());
    person.ifPresent(
        p -> channel.edit(pressed.message(), card(pressed.owner(), pressed.phrases(), p)));
    return person.isPresent();
  }

  boolean pressList(PressHandler.Pressed pressed) {
    Lists lists = lists(pressed.owner());
    if (lists.isEmpty()) {
      return false;
    }
    channel.edit(pressed.message(), main(pressed.owner(), pressed.phrases(), lists, pressed.id(0)));
    return true;
  }

  /**
   * Handles the button for the people who wrote too little; if they are not listed separately,
   * shows everybody.
   */
  boolean pressRest(PressHandler.Pressed pressed) {
    Lists lists = lists(pressed.owner());
    if (lists.rest().isEmpty()) {
      return pressList(pressed);
    }
    channel.edit(pressed.message(), rest(pressed.owner(), pressed.phrases(), lists, pressed.id(0)));
    return true;
  }
}
