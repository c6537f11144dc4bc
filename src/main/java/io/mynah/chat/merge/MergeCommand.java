package io.mynah.chat.merge;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.converse.ConverseArguments;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.CorpusStores;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.forget.VoiceErasure;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.GroupShare;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.conversation.VoiceBots;
import io.mynah.store.corpora.JoinedPeople;
import io.mynah.store.corpora.Shares;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /merge NAME NAME}: joins two people and trains the voice of both. With less it offers
 * pairs of people with similar names. An update that is handled again has no further effect, but
 * gets the same answer. Thread-safe.
 */
final class MergeCommand implements Command {
  private static final String EFFECT = "merge";
  private static final int NAMES_SHOWN = 30;
  private static final int MOST_PAIRS = 12;

  private final Channel channel;
  private final UpdateEffects effects;
  private final Clock clock;
  private final JoinedPeople joinedPeople;
  private final Shares shares;
  private final VoiceBots bots;
  private final Roster roster;
  private final VoiceStates states;
  private final TrainingRequests trainings;
  private final VoiceErasure voices;

  MergeCommand(
      Environment environment,
      CorpusStores stores,
      PeopleDirectory people,
      TrainingRequests trainings,
      VoiceErasure voices) {
    this.channel = environment.channel();
    this.effects = environment.effects();
    this.clock = environment.clock();
    this.joinedPeople = stores.joinedPeople();
    this.shares = stores.shares();
    this.bots = stores.voiceBots();
    this.roster = people.roster();
    this.states = people.voices();
    this.trainings = trainings;
    this.voices = voices;
  }

  @Override
  public void run(Call call) throws IOException {
    Optional<Outcome> before = effects.of(channel.cause().number(), EFFECT);
    if (before.isPresent()) {
      boolean unused = finish(call.envelope(), call.phrases(), before.get());
      return;
    }
    List<Person> people = roster.people(call.owner());
    if (people.isEmpty()) {
      say(call, "speak.nobody");
    } else if (roster.chats(call.owner()).size() < 2) {
      say(call, "merge.one-chat");
    } else if (call.arguments().isEmpty()) {
      offer(call, Pair.alike(people));
    } else {
      first(call, people, roster.find(call.owner(), call.arguments(), people));
    }
  }

  private void first(Call call, List<Person> people, NameFinder.Found first) throws IOException {
    String rest = ConverseArguments.withoutAnd(first.rest());
    if (first.people().isEmpty()) {
      unknown(call, people);
    } else if (rest.isEmpty()) {
      offer(call, Pair.alike(first.people(), people));
    } else {
      second(call, people, first, roster.find(call.owner(), rest, people));
    }
  }

  private void second(
      Call call, List<Person> people, NameFinder.Found first, NameFinder.Found second)
      throws IOException {
    List<Pair> pairs = Pair.of(first.people(), second.people());
    boolean sure = first.sure() && second.sure() && second.rest().isEmpty();
    if (second.people().isEmpty()) {
      unknown(call, people);
    } else if (pairs.isEmpty()) {
      boolean same = first.people().equals(second.people());
      call(call, same ? "merge.already" : "merge.same-chat", first.people().get(0));
    } else if (sure && pairs.size() == 1) {
      if (!join(call.envelope(), call.phrases(), pairs.get(0))) {
        unknown(call, roster.people(call.owner()));
      }
    } else {
      offer(call, pairs);
    }
  }

  private void unknown(Call call, List<Person> people) throws IOException {
    List<String> names = people.stream().limit(NAMES_SHOWN).map(Person::name).toList();
    channel.send(
        call.envelope().address(),
        Reply.of(
            call.phrases().of("forget.unknown", "names", Wording.names(call.phrases(), names))));
  }

  private void offer(Call call, List<Pair> pairs) throws IOException {
    if (pairs.isEmpty()) {
      say(call, "merge.nobody-alike");
      return;
    }
    List<List<Button>> rows =
        pairs.stream().limit(MOST_PAIRS).map(pair -> List.of(button(call.owner(), pair))).toList();
    channel.send(call.envelope().address(), new Reply(call.phrases().of("merge.which-pair"), rows));
  }

  private Button button(OwnerId owner, Pair pair) {
    return new Button(
        named(owner, pair.main()) + " + " + named(owner, pair.other()),
        Action.of(Verb.MERGE, pair.main().id().value(), pair.other().id().value()).encode());
  }

  private String named(OwnerId owner, Person person) {
    return Wording.name(person.name()) + " · " + roster.chatOf(owner, person);
  }

  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Outcome> before = effects.of(channel.cause().number(), EFFECT);
    if (before.isPresent()) {
      return finish(pressed.envelope(), pressed.phrases(), before.get());
    }
    Optional<Person> main = roster.person(pressed.owner(), pressed.id(0));
    Optional<Person> other = roster.person(pressed.owner(), pressed.id(1));
    if (main.isEmpty() || other.isEmpty()) {
      return false;
    }
    List<Pair> pairs = Pair.of(List.of(main.get()), List.of(other.get()));
    return !pairs.isEmpty() && join(pressed.envelope(), pressed.phrases(), pairs.get(0));
  }

  private boolean join(Envelope envelope, Phrases phrases, Pair pair) throws IOException {
    OwnerId owner = envelope.sender();
    Person other = pair.other();
    for (Person each : List.of(pair.main(), other)) {
      if (states.isImported(each)) {
        String name = Wording.name(each.name());
        channel.send(envelope.address(), Reply.of(phrases.of("merge.imported", "name", name)));
        return true;
      }
    }
    if (bots.of(other).isPresent()) {
      String name = Wording.name(other.name());
      channel.send(
          envelope.address(),
          Reply.of(
              phrases.of("merge.has-bot", "name", name, "bot", bots.of(other).get().username())));
      return true;
    }
    boolean voiced = voices.isVoiced(other);
    List<Person> learning = Stream.of(pair.main(), other).filter(states::inTraining).toList();
    // They would learn from one chat only.
    voices.cancel(other.id());
    voices.cancel(pair.main().id());
    List<Long> unshared =
        shares.of(owner).stream()
            .filter(share -> share.person().id().equals(other.id()))
            .map(GroupShare::groupId)
            .toList();
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            EFFECT,
            () ->
                Outcome.of(
                    joinedPeople
                        .join(owner, pair.main().id(), other.id(), voiced, clock.instant())
                        .name(),
                    pair.main().id().value(),
                    other.id().value(),
                    (long) unshared.size()));
    boolean joined = finish(envelope, phrases, outcome);
    if (!joined) {
      // Something has changed meanwhile; who was learning goes on.
      for (Person each : learning) {
        if (roster.personOfChat(owner, each.id().value()).isPresent()) {
          trainings.train(envelope, phrases, each);
        }
      }
    }
    return joined;
  }

  /** Deletes the model of who was added, says what was done and trains the voice of all. */
  private boolean finish(Envelope envelope, Phrases phrases, Outcome outcome) throws IOException {
    OwnerId owner = envelope.sender();
    Optional<Person> main = roster.person(owner, outcome.number(0));
    Optional<Person> other = roster.personOfChat(owner, outcome.number(1));
    if (!outcome.is(JoinedPeople.Outcome.JOINED.name()) || main.isEmpty() || other.isEmpty()) {
      return false;
    }
    voices.delete(owner, other.get().id());
    channel.send(
        envelope.address(),
        Reply.of(said(owner, phrases, main.get(), other.get(), outcome.number(2))));
    if (states.trainable(main.get()) || states.inTraining(main.get())) {
      trainings.train(envelope, phrases, main.get());
    }
    return true;
  }

  private String said(OwnerId owner, Phrases phrases, Person main, Person other, long unshared) {
    String name = Wording.name(main.name());
    List<String> sources = main.sources().stream().map(each -> named(owner, each)).toList();
    List<String> groups =
        shares.of(owner).stream()
            .filter(share -> share.person().id().equals(main.id()))
            .map(share -> share.group().title())
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add(phrases.of("merge.done", "people", Wording.names(phrases, sources), "name", name));
    if (states.trainable(main) || states.inTraining(main)) {
      lines.add(
          phrases.of(states.ready(main) ? "merge.speaks-before" : "merge.silent", "name", name));
    }
    if (unshared > 0) {
      lines.add(phrases.of("merge.unshared", "other", named(owner, other), "count", unshared));
    }
    if (!groups.isEmpty()) {
      lines.add(phrases.of("merge.shared", "name", name, "groups", Wording.names(phrases, groups)));
    }
    lines.add(phrases.of("merge.undo", "name", name));
    return String.join("\n", lines);
  }

  private void call(Call call, String key, Person person) throws IOException {
    channel.send(
        call.envelope().address(),
        Reply.of(call.phrases().of(key, "name", Wording.name(person.name()))));
  }

  private void say(Call call, String key) throws IOException {
    channel.send(call.envelope().address(), Reply.of(call.phrases().of(key)));
  }
}
