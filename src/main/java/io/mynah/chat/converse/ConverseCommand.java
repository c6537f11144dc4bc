package io.mynah.chat.converse;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
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
  private final PersonResolver personResolver;
  private final ConverseSessions sessions;

  ConverseCommand(Channel channel, PeopleDirectory people, ConverseSessions sessions) {
    this.channel = channel;
    this.roster = people.roster();
    this.voices = people.voices();
    this.personResolver = people.resolver();
    this.sessions = sessions;
  }

  /** Where the conversation takes place, and who may take part. */
  private record Context(Envelope envelope, Phrases phrases, List<Person> people) {
    OwnerId owner() {
      return envelope.sender();
    }
  }

  @Override
  public void run(Call call) throws IOException {
    List<Person> people = roster.people(call.owner());
    Context context = new Context(call.envelope(), call.phrases(), people);
    if (people.isEmpty()) {
      channel.send(call.envelope().address(), Reply.of(call.phrases().of("speak.nobody")));
    } else if (call.arguments().isEmpty()) {
      askFirst(context, "converse.whom", ready(people), "");
    } else {
      first(context, call.arguments(), roster.find(call.owner(), call.arguments(), people));
    }
  }

  private void first(Context context, String words, NameFinder.Found found) throws IOException {
    List<Person> meant = voices.meant(found.people());
    if (found.people().isEmpty()) {
      UnknownName unknown = UnknownName.at(words);
      ask(
          context,
          context.phrases().of("converse.unknown-first", "unknown", unknown.name()),
          ready(context.people()),
          person -> Action.of(Verb.CONVERSE, person.id().value()),
          unknown.rest(),
          person -> second(context, person, unknown.rest()));
    } else if (!found.sure()) {
      askFirst(context, "speak.did-you-mean", found.people(), found.rest());
    } else if (meant.size() == 1) {
      second(context, meant.get(0), found.rest());
    } else {
      namesakes(context, meant, found.rest());
    }
  }

  /** Handles a name that two people have: given twice, it means both. */
  private void namesakes(Context context, List<Person> meant, String rest) throws IOException {
    NameFinder.Found again =
        roster.find(context.owner(), ConverseArguments.withoutAnd(rest), context.people());
    if (meant.size() == 2 && again.sure() && again.people().equals(meant)) {
      begin(context, meant.get(0), meant.get(1), again.rest());
    } else {
      askFirst(context, "speak.which", meant, rest);
    }
  }

  private void second(Context context, Person first, String words) throws IOException {
    String rest = ConverseArguments.withoutAnd(words);
    NameFinder.Found found = roster.find(context.owner(), rest, context.people());
    List<Person> meant = voices.meant(found.people());
    boolean named = !rest.isEmpty() && !Character.isDigit(rest.charAt(0));
    if (!named || (found.people().isEmpty() && !UnknownName.begins(rest))) {
      askSecond(context, first, "converse.with", ready(context.people()), rest);
    } else if (found.people().isEmpty()) {
      UnknownName unknown = UnknownName.at(rest);
      askSecond(
          context,
          first,
          ready(context.people()),
          context
              .phrases()
              .of("converse.unknown-second", "unknown", unknown.name(), "name", name(first)),
          unknown.rest());
    } else if (found.sure() && meant.size() == 1) {
      begin(context, first, meant.get(0), found.rest());
    } else {
      String key = found.sure() ? "speak.which" : "speak.did-you-mean";
      askSecond(context, first, key, found.people(), found.rest());
    }
  }

  private void begin(Context context, Person first, Person second, String rest) throws IOException {
    Optional<Person> silent =
        List.of(first, second).stream().filter(person -> !voices.ready(person)).findFirst();
    if (silent.isPresent()) {
      channel.send(context.envelope().address(), voices.silence(context.phrases(), silent.get()));
      return;
    }
    ConverseArguments arguments = ConverseArguments.parse(rest);
    if (arguments.capped()) {
      say(context, "speak.capped", "most", ConverseArguments.MOST);
    }
    ConversePair pair =
        ConversePair.of(
            ConversePair.Role.of(first, context.owner()),
            ConversePair.Role.of(second, context.owner()),
            chat -> roster.chat(context.owner(), chat.value()).map(Chat::title).orElse(""));
    if (!sessions.begin(context.envelope(), context.phrases(), pair, arguments, () -> true)) {
      say(context, "converse.busy");
    }
  }

  /** The people who can speak; everybody if nobody can, because their buttons then say why. */
  private List<Person> ready(List<Person> people) {
    List<Person> ready = people.stream().filter(voices::ready).toList();
    return ready.isEmpty() ? people : ready;
  }

  private void askFirst(Context context, String key, List<Person> people, String rest)
      throws IOException {
    ask(
        context,
        context.phrases().of(key),
        people,
        person -> Action.of(Verb.CONVERSE, person.id().value()),
        rest,
        person -> second(context, person, rest));
  }

  private void askSecond(
      Context context, Person first, String key, List<Person> people, String rest)
      throws IOException {
    askSecond(context, first, people, context.phrases().of(key, "name", name(first)), rest);
  }

  private void askSecond(
      Context context, Person first, List<Person> people, String question, String rest)
      throws IOException {
    ask(
        context,
        question,
        people,
        person -> Action.of(Verb.CONVERSE_WITH, first.id().value(), person.id().value()),
        rest,
        person -> begin(context, first, person, rest));
  }

  private static String name(Person person) {
    return Wording.name(person.name());
  }

  private void ask(
      Context context,
      String question,
      List<Person> people,
      Function<Person, Action> action,
      String rest,
      PersonResolver.PersonAction named)
      throws IOException {
    MessageRef asked =
        channel.send(
            context.envelope().address(),
            roster.question(context.phrases(), question, context.owner(), people, action));
    personResolver.remember(asked, context.owner(), rest, people, named);
  }

  /** Handles the button that chooses the first person. */
  boolean pressFirst(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> first = roster.person(pressed.owner(), pressed.id(0));
    if (first.isPresent()) {
      personResolver.close(pressed, first.get());
      second(context(pressed), first.get(), personResolver.words(pressed));
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
    personResolver.close(pressed, second.get());
    begin(context(pressed), first.get(), second.get(), personResolver.words(pressed));
    return true;
  }

  private Context context(PressHandler.Pressed pressed) {
    return new Context(pressed.envelope(), pressed.phrases(), roster.people(pressed.owner()));
  }

  private void say(Context context, String key, Object... arguments) throws IOException {
    channel.send(context.envelope().address(), Reply.of(context.phrases().of(key, arguments)));
  }
}
