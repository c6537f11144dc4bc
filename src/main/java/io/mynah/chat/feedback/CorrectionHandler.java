package io.mynah.chat.feedback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Correction;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Corrections.Origin;
import io.mynah.store.conversation.Expectation.CorrectionText;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Handles corrections: asks what a person would have said instead of a message, and stores the
 * answer together with what it replies to. Corrections can be changed and taken back. What a
 * message replies to is known only as long as {@link SpokenMessageCache} keeps it. An update that
 * is handled again does not store its correction again. Thread-safe.
 */
final class CorrectionHandler {
  private static final int REMEMBERED = 1_000;
  private static final int LONGEST_QUOTE = 80;

  private static final String DONE = "done";
  private static final Outcome NOTHING = Outcome.of("nothing");

  private final Channel channel;
  private final Roster roster;
  private final TrainingRequests trainings;
  private final SpokenMessages spokenMessages;
  private final Corrections corrections;
  private final UpdateEffects effects;
  private final SpokenMessageCache spokenTexts;
  private final PendingCorrection pendingCorrection;
  private final Clock clock;

  /** How disliked messages looked before their question was answered. */
  private final Cache<MessageRef, Shown> disliked =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(PendingCorrection.TIME_TO_ANSWER)
          .build();

  /**
   * How a message looked when the question about it was asked.
   *
   * @param owner who was asked
   */
  private record Shown(OwnerId owner, Reply reply) {}

  CorrectionHandler(
      Environment environment,
      Roster roster,
      TrainingRequests trainings,
      SpokenMessages spokenMessages,
      Corrections corrections,
      SpokenMessageCache spokenTexts,
      PendingCorrection pendingCorrection) {
    this.channel = environment.channel();
    this.roster = roster;
    this.trainings = trainings;
    this.spokenMessages = spokenMessages;
    this.corrections = corrections;
    this.effects = environment.effects();
    this.spokenTexts = spokenTexts;
    this.pendingCorrection = pendingCorrection;
    this.clock = environment.clock();
  }

  /**
   * Asks what a person would have said instead of a message, unless the message was rated before;
   * returns whether it asked.
   *
   * @param shown the message, as far as the channel tells
   */
  boolean ask(
      Envelope envelope, Phrases phrases, Person person, MessageRef message, @Nullable Reply shown)
      throws IOException {
    Optional<CorrectionText> asked = begins(envelope, phrases, person, message);
    if (asked.isEmpty()) {
      return false;
    }
    if (shown != null) {
      disliked.put(message, new Shown(envelope.sender(), shown));
    }
    MessageRef prompt =
        channel.send(
            envelope.address(),
            question(envelope, phrases, person, message, shown == null ? "" : shown.text()));
    pendingCorrection.askedIn(prompt, envelope.sender(), asked.get());
    return true;
  }

  private Optional<CorrectionText> begins(
      Envelope envelope, Phrases phrases, Person person, MessageRef message) {
    Optional<CorrectionText> before = pendingCorrection.at(envelope.sender(), envelope.address());
    CorrectionText question =
        new CorrectionText(
            person.id().value(), update().orElse(CorrectionText.ALWAYS), message.messageId(), null);
    Outcome outcome =
        effects.once(
            update(),
            "dislike",
            () -> {
              if (spokenMessages.find(message).filter(SpokenMessages.Saying::rated).isPresent()) {
                return NOTHING;
              }
              pendingCorrection.open(envelope.sender(), envelope.address(), question);
              return Outcome.of(DONE);
            });
    if (!outcome.is(DONE)) {
      return Optional.empty();
    }
    before.ifPresent(asked -> pendingCorrection.endPrompt(asked, envelope.address(), phrases));
    if (channel.cause().again()) {
      // The time to answer may be over.
      pendingCorrection.open(envelope.sender(), envelope.address(), question);
    }
    return Optional.of(question);
  }

  private Reply question(
      Envelope envelope, Phrases phrases, Person person, MessageRef message, String shown) {
    Optional<SpokenMessage> said = spokenTexts.find(envelope.sender(), message);
    String quoted = quoted(said.map(SpokenMessage::text).orElse(shown));
    String text =
        phrases.of(
            said.flatMap(SpokenMessage::saidTo).isPresent() ? "correct.ask-answer" : "correct.ask",
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

  /** The beginning of a message, on one line. */
  private static String quoted(String text) {
    String line = text.replaceAll("\\s*\\R\\s*", " / ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)).strip() + "…";
  }

  /** Whether the open question is about this message. */
  boolean asksAbout(Envelope envelope, MessageRef message) {
    return message.address().equals(envelope.address())
        && pendingCorrection.about(envelope.sender(), message).isPresent();
  }

  boolean skip(PressHandler.Pressed pressed) {
    boolean skipped =
        pendingCorrection.drop(
            pressed.owner(),
            pressed.envelope().address(),
            "skip",
            question -> question.person() == pressed.id(0));
    if (skipped) {
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("correct.skipped")));
    }
    return skipped;
  }

  /** Ends the question that is open at an address; returns whether there was one. */
  boolean drop(Envelope envelope, Phrases phrases) {
    Optional<CorrectionText> asked = pendingCorrection.at(envelope.sender(), envelope.address());
    boolean dropped =
        pendingCorrection.drop(
            envelope.sender(), envelope.address(), "drop-question", question -> true);
    asked.ifPresent(question -> pendingCorrection.endPrompt(question, envelope.address(), phrases));
    return dropped;
  }

  /**
   * Handles a message that gave a correction before, and that was edited or is handled again.
   * Returns whether it is one.
   */
  boolean takeAnew(Envelope envelope, Phrases phrases, String words) throws IOException {
    Optional<Outcome> kept = again("correct").or(() -> again("change"));
    Outcome outcome = kept.isPresent() ? kept.get() : change(envelope, words);
    return thank(envelope, phrases, outcome);
  }

  private Optional<Outcome> again(String effect) {
    return channel.cause().again() ? effects.of(update(), effect) : Optional.empty();
  }

  /** Stores text as the answer to the open question; returns whether there was a question. */
  boolean take(Envelope envelope, Phrases phrases, String words) throws IOException {
    Optional<CorrectionText> question = pendingCorrection.at(envelope.sender(), envelope.address());
    if (question.isEmpty()) {
      return false;
    }
    Outcome outcome = effects.once(update(), "correct", () -> keep(envelope, words));
    if (!outcome.is(DONE)) {
      return false;
    }
    showRated(envelope, phrases, question.get());
    return thank(envelope, phrases, outcome);
  }

  private void showRated(Envelope envelope, Phrases phrases, CorrectionText asked) {
    MessageRef message = new MessageRef(envelope.address(), asked.message());
    Shown shown = disliked.asMap().remove(message);
    if (shown != null) {
      Action action = Action.of(Verb.DISLIKE, asked.person());
      channel.edit(message, RatingButtons.rated(phrases, shown.reply(), action, "button.dislike"));
    }
  }

  /** Replaces the text of the correction that a message gave, if it gave one. */
  private Outcome change(Envelope envelope, String words) {
    Optional<Corrections.Written> written =
        corrections.in(
            envelope.message(),
            envelope.sender(),
            clock.instant().minus(PendingCorrection.TIME_TO_ANSWER));
    return written.isEmpty()
        ? NOTHING
        : effects.once(update(), "change", () -> change(envelope, written.get(), words));
  }

  private Outcome change(Envelope envelope, Corrections.Written written, String words) {
    return roster
        .person(envelope.sender(), written.person().value())
        .filter(person -> corrections.change(person, written.number(), words.strip()))
        .map(person -> kept(person, written.answer(), written.number()))
        .orElse(NOTHING);
  }

  private Outcome keep(Envelope envelope, String words) {
    Optional<CorrectionText> question = pendingCorrection.at(envelope.sender(), envelope.address());
    if (question.isEmpty()) {
      return NOTHING;
    }
    pendingCorrection.close(envelope.sender(), envelope.address());
    Optional<Person> person = roster.person(envelope.sender(), question.get().person());
    if (person.isEmpty()) {
      return NOTHING;
    }
    Origin origin = new Origin(envelope.message(), question.get().message());
    String saidTo =
        spokenTexts
            .find(envelope.sender(), origin.corrected())
            .flatMap(SpokenMessage::saidTo)
            .orElse(null);
    Correction correction = new Correction(saidTo, words.strip());
    Optional<Long> number = corrections.add(person.get(), correction, origin, clock.instant());
    boolean unused = spokenMessages.rate(envelope.sender(), origin.corrected());
    return kept(person.get(), saidTo != null, number.orElse(0L));
  }

  /**
   * The outcome of storing: the person's id, 1 if the correction answers something, the
   * correction's number.
   */
  private static Outcome kept(Person person, boolean answer, long number) {
    return Outcome.of(DONE, person.id().value(), answer ? 1L : 0L, number);
  }

  /** Confirms what was stored; returns whether anything was. */
  private boolean thank(Envelope envelope, Phrases phrases, Outcome outcome) throws IOException {
    if (!outcome.is(DONE)) {
      return false;
    }
    Optional<Person> person = roster.person(envelope.sender(), outcome.number(0));
    if (person.isPresent()) {
      thank(envelope, phrases, person.get(), outcome.number(1) == 1, outcome.number(2));
    }
    return true;
  }

  private void thank(Envelope envelope, Phrases phrases, Person person, boolean answer, long number)
      throws IOException {
    String name = Wording.name(person.name());
    List<List<Button>> buttons = new ArrayList<>();
    if (person.messages() > 0 && !trainings.isOpen(person)) {
      Action train = Action.of(Verb.TRAIN_PERSON, person.id().value());
      buttons.add(List.of(new Button(phrases.of("button.train", "name", name), train.encode())));
    }
    Action back = Action.of(Verb.TAKE_CORRECTION_BACK, person.id().value(), number);
    buttons.add(List.of(phrases.button("button.take-back", back)));
    String key = answer ? "correct.kept-answer" : "correct.kept";
    if (person.messages() == 0) {
      key = "correct.kept-imported";
    }
    channel.send(envelope.address(), new Reply(phrases.of(key, "name", name), buttons));
  }

  /** Takes a correction back; the message that it corrected can be rated again. */
  boolean takeBack(PressHandler.Pressed pressed) {
    Outcome outcome =
        effects.once(
            update(),
            "take-back",
            () ->
                roster
                    .person(pressed.owner(), pressed.id(0))
                    .map(person -> takeBack(pressed.owner(), person, pressed.id(1)))
                    .orElse(NOTHING));
    if (outcome.is(DONE)) {
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("correct.taken-back")));
    }
    return outcome.is(DONE);
  }

  private Outcome takeBack(OwnerId owner, Person person, long number) {
    Optional<Origin> origin = corrections.remove(person, number);
    origin.ifPresent(from -> spokenMessages.unrate(owner, from.corrected()));
    return origin.isPresent() ? Outcome.of(DONE) : NOTHING;
  }

  /** Deletes the copies of an owner's disliked messages. */
  void forget(OwnerId owner) {
    disliked.asMap().values().removeIf(shown -> shown.owner().equals(owner));
  }

  private OptionalLong update() {
    return channel.cause().number();
  }
}
