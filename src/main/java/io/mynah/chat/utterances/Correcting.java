package io.mynah.chat.utterances;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import io.mynah.domain.PersonId;
import io.mynah.store.Corrections;
import io.mynah.store.Effects;
import io.mynah.store.Effects.Outcome;
import io.mynah.store.Sayings;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a person would have said in place of a message. The next words are kept, with what they
 * answer, and can be changed and taken back. What they answer is known for as long as it is
 * remembered, see {@link Utterances}. What is handled again is not kept again. Thread-safe.
 */
final class Correcting {
  private static final int REMEMBERED = 1_000;
  private static final int LONGEST_QUOTE = 80;

  private static final String DONE = "done";
  private static final Outcome NOTHING = Outcome.of("nothing");

  private final Channel channel;
  private final Roster roster;
  private final Trainings trainings;
  private final Sayings sayings;
  private final Corrections corrections;
  private final Effects effects;
  private final Utterances utterances;
  private final OpenCorrection open;
  private final Clock clock;

  /** How messages looked of which it was asked what would have been said. */
  private final Cache<MessageRef, Reply> disliked = remembered();

  /** Which corrections messages were taken for; who changes such a message means to change it. */
  private final Cache<MessageRef, Kept> taken = remembered();

  /**
   * A correction that is kept.
   *
   * @param answer whether it answers something, and so is said from now on where that is said
   * @param instead of which message it is
   */
  private record Kept(PersonId person, long number, boolean answer, MessageRef instead) {}

  Correcting(
      Services services,
      Roster roster,
      Trainings trainings,
      Utterances utterances,
      OpenCorrection open,
      Clock clock) {
    this.channel = services.channel();
    this.roster = roster;
    this.trainings = trainings;
    this.sayings = services.sayings();
    this.corrections = services.corrections();
    this.effects = services.effects();
    this.utterances = utterances;
    this.open = open;
    this.clock = clock;
  }

  private static <V> Cache<MessageRef, V> remembered() {
    return Caffeine.newBuilder()
        .maximumSize(REMEMBERED)
        .expireAfterWrite(OpenCorrection.PATIENCE)
        .build();
  }

  /**
   * Asks what a person would have said in place of a message, unless that was rated before; says
   * whether it asked.
   *
   * @param shown the message, as far as the channel tells
   */
  boolean ask(
      Envelope envelope, Phrases phrases, Person person, MessageRef message, @Nullable Reply shown)
      throws IOException {
    if (!begins(envelope, phrases, person, message)) {
      return false;
    }
    if (shown != null) {
      disliked.put(message, shown);
    }
    MessageRef prompt =
        channel.send(
            envelope.address(),
            question(envelope, phrases, person, message, shown == null ? "" : shown.text()));
    open.about(envelope.sender(), message)
        .ifPresent(
            asked ->
                open.open(
                    envelope.sender(), envelope.address(), asked.askedIn(prompt.messageId())));
    return true;
  }

  private boolean begins(Envelope envelope, Phrases phrases, Person person, MessageRef message) {
    Optional<Question> before = open.at(envelope.sender(), envelope.address());
    Question question =
        new Question(
            person.id().value(), update().orElse(Question.ALWAYS), message.messageId(), null);
    Outcome outcome =
        effects.once(
            update(),
            "dislike",
            () -> {
              if (sayings.find(message).filter(Sayings.Saying::rated).isPresent()) {
                return NOTHING;
              }
              open.open(envelope.sender(), envelope.address(), question);
              return Outcome.of(DONE);
            });
    if (outcome.is(DONE)) {
      before.ifPresent(asked -> open.endPrompt(asked, envelope.address(), phrases));
      if (channel.cause().again()) {
        // The time for it may be over.
        open.open(envelope.sender(), envelope.address(), question);
      }
    }
    return outcome.is(DONE);
  }

  private Reply question(
      Envelope envelope, Phrases phrases, Person person, MessageRef message, String shown) {
    Optional<Utterance> said = utterances.find(envelope.sender(), message);
    String quoted = quoted(said.map(Utterance::text).orElse(shown));
    String text =
        phrases.of(
            said.flatMap(Utterance::saidTo).isPresent() ? "correct.ask-answer" : "correct.ask",
            "name",
            Wording.name(person.name()),
            "quoted",
            quoted.isEmpty() ? 0 : 1,
            "text",
            quoted);
    Button skip =
        phrases.button("button.skip", Action.of(Verb.SKIP_CORRECTION, person.id().value()));
    return new Reply(text, List.of(List.of(skip)));
  }

  /** The beginning of a message, in one line. */
  private static String quoted(String text) {
    String line = text.replaceAll("\\s*\\R\\s*", " / ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)).strip() + "…";
  }

  /** Whether it was asked what would have been said in place of a message. */
  boolean asksAbout(Envelope envelope, MessageRef message) {
    return message.address().equals(envelope.address())
        && open.about(envelope.sender(), message).isPresent();
  }

  boolean skip(PressHandler.Pressed pressed) {
    boolean skipped =
        open.drop(
            pressed.owner(),
            pressed.envelope().address(),
            "skip",
            question -> question.person() == pressed.id(0));
    if (skipped) {
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("correct.skipped")));
    }
    return skipped;
  }

  /** Ends the question that is open at an address; says whether there was one. */
  boolean drop(Envelope envelope, Phrases phrases) {
    Optional<Question> asked = open.at(envelope.sender(), envelope.address());
    boolean dropped =
        open.drop(envelope.sender(), envelope.address(), "drop-question", question -> true);
    asked.ifPresent(question -> open.endPrompt(question, envelope.address(), phrases));
    return dropped;
  }

  /** Takes words as what someone would have said; says whether that was asked. */
  boolean take(Envelope envelope, Phrases phrases, String words) throws IOException {
    boolean again = channel.cause().again() && effects.of(update(), "correct").isPresent();
    if (!again && change(envelope, phrases, words)) {
      return true;
    }
    Optional<Question> question = open.at(envelope.sender(), envelope.address());
    if (!again && question.isEmpty()) {
      return false;
    }
    Outcome outcome = effects.once(update(), "correct", () -> keep(envelope, words));
    if (!outcome.is(DONE)) {
      return false;
    }
    question.ifPresent(asked -> showRated(envelope, phrases, asked));
    Optional<Person> person = roster.person(envelope.sender(), outcome.number(0));
    if (person.isPresent()) {
      thank(envelope, phrases, person.get(), outcome.number(1) == 1, outcome.number(2));
    }
    return true;
  }

  private void showRated(Envelope envelope, Phrases phrases, Question asked) {
    MessageRef message = new MessageRef(envelope.address(), asked.message());
    Reply shown = disliked.asMap().remove(message);
    if (shown != null) {
      Action action = Action.of(Verb.DISLIKE, asked.person());
      channel.edit(message, RatingButtons.rated(phrases, shown, action, "button.dislike"));
    }
  }

  /** Takes the new words of a message that was taken for a correction before. */
  private boolean change(Envelope envelope, Phrases phrases, String words) throws IOException {
    Kept kept = taken.getIfPresent(envelope.message());
    if (kept == null) {
      return false;
    }
    Optional<Person> person = roster.person(envelope.sender(), kept.person().value());
    if (person.isEmpty() || !corrections.change(person.get(), kept.number(), words.strip())) {
      return false;
    }
    thank(envelope, phrases, person.get(), kept.answer(), kept.number());
    return true;
  }

  /** Of what was kept: the person's id, 1 if it answers something, the correction's number. */
  private Outcome keep(Envelope envelope, String words) {
    Optional<Question> question = open.at(envelope.sender(), envelope.address());
    if (question.isEmpty()) {
      return NOTHING;
    }
    open.close(envelope.sender(), envelope.address());
    Optional<Person> person = roster.person(envelope.sender(), question.get().person());
    if (person.isEmpty()) {
      return NOTHING;
    }
    MessageRef message = new MessageRef(envelope.address(), question.get().message());
    String saidTo =
        utterances.find(envelope.sender(), message).flatMap(Utterance::saidTo).orElse(null);
    Optional<Long> number =
        corrections.add(person.get(), new Correction(saidTo, words.strip()), clock.instant());
    number.ifPresent(
        kept ->
            taken.put(
                envelope.message(), new Kept(person.get().id(), kept, saidTo != null, message)));
    boolean unused = sayings.rate(envelope.sender(), message);
    return Outcome.of(DONE, person.get().id().value(), saidTo == null ? 0L : 1L, number.orElse(0L));
  }

  private void thank(Envelope envelope, Phrases phrases, Person person, boolean answer, long number)
      throws IOException {
    String name = Wording.name(person.name());
    List<List<Button>> buttons = new ArrayList<>();
    if (!trainings.isOpen(person)) {
      Action train = Action.of(Verb.TRAIN_PERSON, person.id().value());
      buttons.add(List.of(new Button(phrases.of("button.train", "name", name), train.encode())));
    }
    Action back = Action.of(Verb.TAKE_CORRECTION_BACK, person.id().value(), number);
    buttons.add(List.of(phrases.button("button.take-back", back)));
    String key = answer ? "correct.kept-answer" : "correct.kept";
    channel.send(envelope.address(), new Reply(phrases.of(key, "name", name), buttons));
  }

  /** Takes a correction back; as long as it is known of which message, that may be rated again. */
  boolean takeBack(PressHandler.Pressed pressed) {
    Outcome outcome =
        effects.once(
            update(),
            "take-back",
            () ->
                roster
                        .person(pressed.owner(), pressed.id(0))
                        .filter(person -> corrections.remove(person, pressed.id(1)))
                        .isPresent()
                    ? Outcome.of(DONE)
                    : NOTHING);
    if (outcome.is(DONE)) {
      taken.asMap().values().stream()
          .filter(kept -> kept.number() == pressed.id(1))
          .findFirst()
          .ifPresent(kept -> sayings.unrate(pressed.owner(), kept.instead()));
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("correct.taken-back")));
    }
    return outcome.is(DONE);
  }

  private OptionalLong update() {
    return channel.cause().number();
  }
}
