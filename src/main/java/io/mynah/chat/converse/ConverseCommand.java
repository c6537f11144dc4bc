package io.mynah.chat.converse;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Chat;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code /converse NAME NAME [n] [topic]}: two models talk with each other. Thread-safe. */
final class ConverseCommand implements Command {
  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final PersonResolver whom;
  private final ConverseSessions sessions;

  ConverseCommand(
      Channel channel,
      Roster roster,
      VoiceStates voices,
      PersonResolver whom,
      ConverseSessions sessions) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
    this.whom = whom;
    this.sessions = sessions;
  }

  /** Where the conversation takes place, and who may take part. */
  private record Stage(Envelope envelope, Phrases phrases, List<Person> people) {
    OwnerId owner() {
      return envelope.sender();
    }
  }

  @Override
  public void run(Call call) throws IOException {
    List<Person> people = roster.people(call.owner());
    Stage stage = new Stage(call.envelope(), call.phrases(), people);
    if (people.isEmpty()) {
      channel.send(call.envelope().address(), Reply.of(call.phrases().of("speak.nobody")));
    } else if (call.arguments().isEmpty()) {
      askFirst(stage, "converse.whom", ready(people), "");
    } else {
      first(stage, call.arguments(), NameFinder.find(call.arguments(), people));
    }
  }

  private void first(Stage stage, String words, NameFinder.Found found) throws IOException {
    List<Person> meant = voices.meant(found.people());
    if (found.people().isEmpty()) {
      UnknownName unknown = UnknownName.at(words);
      ask(
          stage,
          stage.phrases().of("converse.unknown-first", "unknown", unknown.name()),
          ready(stage.people()),
          person -> Action.of(Verb.CONVERSE, person.id().value()),
          unknown.rest(),
          person -> second(stage, person, unknown.rest()));
    } else if (!found.sure()) {
      askFirst(stage, "speak.did-you-mean", found.people(), found.rest());
    } else if (meant.size() == 1) {
      second(stage, meant.get(0), found.rest());
    } else {
      namesakes(stage, meant, found.rest());
    }
  }

  /** Handles a name that two people have: given twice, it means both. */
  private void namesakes(Stage stage, List<Person> meant, String rest) throws IOException {
    NameFinder.Found again = NameFinder.find(ConverseArguments.withoutAnd(rest), stage.people());
    if (meant.size() == 2 && again.sure() && again.people().equals(meant)) {
      begin(stage, meant.get(0), meant.get(1), again.rest());
    } else {
      askFirst(stage, "speak.which", meant, rest);
    }
  }

  private void second(Stage stage, Person first, String words) throws IOException {
    String rest = ConverseArguments.withoutAnd(words);
    NameFinder.Found found = NameFinder.find(rest, stage.people());
    List<Person> meant = voices.meant(found.people());
    boolean named = !rest.isEmpty() && !Character.isDigit(rest.charAt(0));
    if (!named || (found.people().isEmpty() && !UnknownName.begins(rest))) {
      askSecond(stage, first, "converse.with", ready(stage.people()), rest);
    } else if (found.people().isEmpty()) {
      UnknownName unknown = UnknownName.at(rest);
      askSecond(
          stage,
          first,
          ready(stage.people()),
          stage
              .phrases()
              .of("converse.unknown-second", "unknown", unknown.name(), "name", name(first)),
          unknown.rest());
    } else if (found.sure() && meant.size() == 1) {
      begin(stage, first, meant.get(0), found.rest());
    } else {
      String key = found.sure() ? "speak.which" : "speak.did-you-mean";
      askSecond(stage, first, key, found.people(), found.rest());
    }
  }

  private void begin(Stage stage, Person first, Person second, String rest) throws IOException {
    Optional<Person> silent =
        List.of(first, second).stream().filter(person -> !voices.ready(person)).findFirst();
    if (silent.isPresent()) {
      channel.send(stage.envelope().address(), voices.silence(stage.phrases(), silent.get()));
      return;
    }
    ConverseArguments request = ConverseArguments.parse(rest);
    if (request.capped()) {
      say(stage, "speak.capped", "most", ConverseArguments.MOST);
    }
    ConversePair pair =
        ConversePair.of(
            ConversePair.Role.of(first, stage.owner()),
            ConversePair.Role.of(second, stage.owner()),
            chat -> roster.chat(stage.owner(), chat.value()).map(Chat::title).orElse(""));
    if (!sessions.begin(stage.envelope(), stage.phrases(), pair, request, () -> true)) {
      say(stage, "converse.busy");
    }
  }

  /** The people who can speak; everybody if nobody can, because their buttons then say why. */
  private List<Person> ready(List<Person> people) {
    List<Person> ready = people.stream().filter(voices::ready).toList();
    return ready.isEmpty() ? people : ready;
  }

  private void askFirst(Stage stage, String key, List<Person> people, String rest)
      throws IOException {
    ask(
        stage,
        stage.phrases().of(key),
        people,
        person -> Action.of(Verb.CONVERSE, person.id().value()),
        rest,
        person -> second(stage, person, rest));
  }

  private void askSecond(Stage stage, Person first, String key, List<Person> people, String rest)
      throws IOException {
    askSecond(stage, first, people, stage.phrases().of(key, "name", name(first)), rest);
  }

  private void askSecond(
      Stage stage, Person first, List<Person> people, String question, String rest)
      throws IOException {
    ask(
        stage,
        question,
        people,
        person -> Action.of(Verb.CONVERSE_WITH, first.id().value(), person.id().value()),
        rest,
        person -> begin(stage, first, person, rest));
  }

  private static String name(Person person) {
    return Wording.name(person.name());
  }

  private void ask(
      Stage stage,
      String question,
      List<Person> people,
      Function<Person, Action> action,
      String rest,
      PersonResolver.Deed named)
      throws IOException {
    MessageRef asked =
        channel.send(
            stage.envelope().address(),
            roster.question(stage.phrases(), question, stage.owner(), people, action));
    whom.remember(asked, stage.owner(), rest, people, named);
  }

  /** Handles the button that chooses the first person. */
  boolean pressFirst(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> first = roster.person(pressed.owner(), pressed.id(0));
    if (first.isPresent()) {
      whom.close(pressed, first.get());
      second(stage(pressed), first.get(), whom.words(pressed));
    }
    return first.isPresent();
  }

  /** Handles the button that chooses the second person. */
  boolean pressSecond(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> first = roster.person(pressed.owner(), pressed.id(0));
    Optional<Person> second = roster.person(pressed.owner(), pressed.id(1));
    if (first.isEmpty() || second.isEmpty()) {
      return false;
    }
    whom.close(pressed, second.get());
    begin(stage(pressed), first.get(), second.get(), whom.words(pressed));
    return true;
  }

  private Stage stage(PressHandler.Pressed pressed) {
    return new Stage(pressed.envelope(), pressed.phrases(), roster.people(pressed.owner()));
  }

  private void say(Stage stage, String key, Object... arguments) throws IOException {
    channel.send(stage.envelope().address(), Reply.of(stage.phrases().of(key, arguments)));
  }
}
