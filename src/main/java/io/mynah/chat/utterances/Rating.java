package io.mynah.chat.utterances;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.Trainings;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Correction;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.store.Corrections;
import io.mynah.store.Dialogues;
import io.mynah.store.Effects;
import io.mynah.store.Effects.Outcome;
import io.mynah.store.Sayings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Thumbs up and down. A message that is liked is counted and no more. To one that is not, Mynah
 * asks what the person would say; the next words are kept, with what they answer, for the person's
 * next training. What it answers is known for as long as it is remembered, see {@link Utterances}.
 * What is handled again is neither counted nor kept again. Thread-safe.
 */
final class Rating {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final String DONE = "done";
  private static final Outcome NOTHING = Outcome.of("nothing");

  private final Channel channel;
  private final Roster roster;
  private final Trainings trainings;
  private final Sayings sayings;
  private final Corrections corrections;
  private final Dialogues dialogues;
  private final Effects effects;
  private final Utterances utterances;
  private final Clock clock;

  Rating(
      Services services, Roster roster, Trainings trainings, Utterances utterances, Clock clock) {
    this.channel = services.channel();
    this.roster = roster;
    this.trainings = trainings;
    this.sayings = services.sayings();
    this.corrections = services.corrections();
    this.dialogues = services.dialogues();
    this.effects = services.effects();
    this.utterances = utterances;
    this.clock = clock;
  }

  boolean like(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = spokenAs(pressed);
    if (person.isEmpty()) {
      return false;
    }
    Outcome outcome =
        effects.once(
            update(),
            "like",
            () -> {
              OptionalInt liked = sayings.like(pressed.owner(), pressed.message());
              return liked.isPresent() ? Outcome.of(DONE, (long) liked.getAsInt()) : NOTHING;
            });
    Phrases phrases = pressed.phrases();
    String name = Wording.name(person.get().name());
    say(
        pressed.envelope(),
        Reply.of(
            outcome.is(DONE)
                ? phrases.of("rate.liked", "name", name, "count", outcome.number(0))
                : phrases.of("rate.already")));
    return true;
  }

  boolean dislike(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = spokenAs(pressed);
    if (person.isEmpty()) {
      return false;
    }
    Outcome outcome = effects.once(update(), "dislike", () -> ask(pressed, person.get()));
    Phrases phrases = pressed.phrases();
    if (!outcome.is(DONE)) {
      say(pressed.envelope(), Reply.of(phrases.of("rate.already")));
      return true;
    }
    Action skip = Action.of(Verb.SKIP_CORRECTION, person.get().id().value());
    say(
        pressed.envelope(),
        new Reply(
            phrases.of("correct.ask", "name", Wording.name(person.get().name())),
            List.of(List.of(phrases.button("button.skip", skip)))));
    return true;
  }

  private Outcome ask(PressHandler.Pressed pressed, Person person) {
    if (sayings.find(pressed.message()).filter(Sayings.Saying::rated).isPresent()) {
      return NOTHING;
    }
    Question question =
        new Question(
            person.id().value(), update().orElse(Question.ALWAYS), pressed.message().messageId());
    dialogues.expect(
        pressed.owner(),
        pressed.envelope().address(),
        question.encode(),
        clock.instant().plus(PATIENCE));
    return Outcome.of(DONE);
  }

  /** As whom the message was said that bears a button, if to the presser. */
  private Optional<Person> spokenAs(PressHandler.Pressed pressed) {
    return sayings
        .find(pressed.message())
        .filter(saying -> saying.owner().equals(pressed.owner()))
        .filter(saying -> saying.person().value() == pressed.id(0))
        .flatMap(saying -> roster.person(pressed.owner(), saying.person().value()));
  }

  boolean skip(PressHandler.Pressed pressed) {
    boolean skipped =
        drop(pressed.envelope(), "skip", question -> question.person() == pressed.id(0));
    if (skipped) {
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("correct.skipped")));
    }
    return skipped;
  }

  /** Forgets the question that is open at an address; says whether there was one. */
  boolean dropQuestion(Envelope envelope) {
    return drop(envelope, "drop-question", question -> true);
  }

  private boolean drop(Envelope envelope, String name, Predicate<Question> meant) {
    Outcome outcome =
        effects.once(
            update(),
            name,
            () -> {
              if (question(envelope).filter(meant).isEmpty()) {
                return NOTHING;
              }
              dialogues.clear(envelope.sender(), envelope.address());
              return Outcome.of(DONE);
            });
    return outcome.is(DONE);
  }

  /** What is asked at an address, unless it was asked after what is being answered was said. */
  private Optional<Question> question(Envelope envelope) {
    return dialogues
        .expected(envelope.sender(), envelope.address(), clock.instant())
        .flatMap(Question::parse)
        .filter(question -> update().orElse(Long.MAX_VALUE) > question.askedBy());
  }

  /** Takes words as what someone would have said; says whether that was asked. */
  boolean take(Envelope envelope, Phrases phrases, String words) throws IOException {
    boolean taken = channel.cause().again() && effects.of(update(), "correct").isPresent();
    if (!taken && question(envelope).isEmpty()) {
      return false;
    }
    Outcome outcome = effects.once(update(), "correct", () -> keep(envelope, words));
    if (!outcome.is(DONE)) {
      return false;
    }
    Optional<Person> person = roster.person(envelope.sender(), outcome.number(0));
    if (person.isPresent()) {
      say(envelope, kept(phrases, person.get()));
    }
    return true;
  }

  private Outcome keep(Envelope envelope, String words) {
    Optional<Question> question = question(envelope);
    if (question.isEmpty()) {
      return NOTHING;
    }
    dialogues.clear(envelope.sender(), envelope.address());
    Optional<Person> person = roster.person(envelope.sender(), question.get().person());
    if (person.isEmpty()) {
      return NOTHING;
    }
    MessageRef message = new MessageRef(envelope.address(), question.get().message());
    String saidTo =
        utterances.find(envelope.sender(), message).flatMap(Utterance::saidTo).orElse(null);
    corrections.add(person.get().id(), new Correction(saidTo, words.strip()), clock.instant());
    boolean unused = sayings.rate(envelope.sender(), message);
    return Outcome.of(DONE, person.get().id().value());
  }

  private Reply kept(Phrases phrases, Person person) {
    String name = Wording.name(person.name());
    List<List<Button>> buttons = new ArrayList<>();
    if (!trainings.isOpen(person)) {
      Action train = Action.of(Verb.TRAIN_PERSON, person.id().value());
      buttons.add(List.of(new Button(phrases.of("button.train", "name", name), train.encode())));
    }
    return new Reply(phrases.of("correct.kept", "name", name), buttons);
  }

  private OptionalLong update() {
    return channel.cause().number();
  }

  private void say(Envelope envelope, Reply reply) throws IOException {
    channel.send(envelope.address(), reply);
  }
}
