package io.mynah.chat.merge;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.forget.OwnerErasure;
import io.mynah.chat.forget.VoiceErasure;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.corpora.JoinedPeople;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code /unmerge NAME}: takes joined people apart, erases the voice that learned from all of them,
 * and trains those again who had one. An update that is handled again has no further effect, but
 * gets the same answer. Thread-safe.
 */
final class UnmergeCommand implements Command {
  private static final String EFFECT = "unmerge";
  private static final String DONE = "done";
  private static final String GONE = "gone";

  private final Channel channel;
  private final UpdateEffects effects;
  private final JoinedPeople joinedPeople;
  private final Roster roster;
  private final VoiceErasure voices;
  private final OwnerErasure erasure;

  UnmergeCommand(
      Environment environment,
      JoinedPeople joinedPeople,
      Roster roster,
      VoiceErasure voices,
      OwnerErasure erasure) {
    this.channel = environment.channel();
    this.effects = environment.effects();
    this.joinedPeople = joinedPeople;
    this.roster = roster;
    this.voices = voices;
    this.erasure = erasure;
  }

  @Override
  public void run(Call call) throws IOException {
    Optional<Outcome> before = effects.of(channel.cause().number(), EFFECT);
    if (before.isPresent()) {
      boolean unused = finish(call.envelope(), call.phrases(), before.get());
      return;
    }
    List<Person> people = roster.people(call.owner());
    List<Person> joined = people.stream().filter(person -> !person.joined().isEmpty()).toList();
    if (joined.isEmpty()) {
      channel.send(call.envelope().address(), Reply.of(call.phrases().of("unmerge.nobody")));
      return;
    }
    NameFinder.Found found = roster.find(call.owner(), call.arguments(), joined);
    if (found.sure() && found.people().size() == 1 && found.rest().isEmpty()) {
      boolean unused = separate(call.envelope(), call.phrases(), found.people().get(0));
      return;
    }
    channel.send(
        call.envelope().address(),
        roster.question(
            call.phrases(),
            call.phrases().of("unmerge.whom"),
            call.owner(),
            joined,
            person -> Action.of(Verb.UNMERGE, person.id().value())));
  }

  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Outcome> before = effects.of(channel.cause().number(), EFFECT);
    if (before.isPresent()) {
      return finish(pressed.envelope(), pressed.phrases(), before.get());
    }
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    return person.isPresent()
        && !person.get().joined().isEmpty()
        && separate(pressed.envelope(), pressed.phrases(), person.get());
  }

  private boolean separate(Envelope envelope, Phrases phrases, Person person) throws IOException {
    OwnerId owner = envelope.sender();
    boolean voiced = voices.isVoiced(person);
    voices.cancel(person.id());
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            EFFECT,
            () ->
                Outcome.of(
                    joinedPeople.separate(owner, person.id(), voiced) ? DONE : GONE,
                    person.id().value(),
                    voiced ? 1L : 0L));
    return finish(envelope, phrases, outcome);
  }

  private boolean finish(Envelope envelope, Phrases phrases, Outcome outcome) throws IOException {
    OwnerId owner = envelope.sender();
    Optional<Person> main = roster.person(owner, outcome.number(0));
    if (!outcome.is(DONE) || main.isEmpty()) {
      return false;
    }
    boolean voiced = outcome.number(1) > 0;
    channel.send(
        envelope.address(),
        Reply.of(
            phrases.of(
                voiced ? "unmerge.done" : "unmerge.done-silent",
                "name",
                Wording.name(main.get().name()))));
    erasure.retrain(owner);
    return true;
  }
}
