package io.mynah.chat.utterances;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.Trainings;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
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
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Thumbs up and down, by buttons and as reactions. A message that is liked is counted and no more;
 * that is said in passing, and its buttons show it. To one that is not, Mynah asks what the person
 * would say; the next words are kept, with what they answer, for the person's next training. What
 * it answers is known for as long as it is remembered, see {@link Utterances}. What is handled
 * again is neither counted nor kept again. Thread-safe.
 */
final class Rating {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int MOST_DISLIKED = 1_000;
  private static final int LONGEST_QUOTE = 80;

  /** Reactions that say that a message is right; a heart may be what a double tap makes. */
  private static final Set<String> UP = Set.of("👍", "❤");

  private static final String DOWN = "👎";

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

  /** How messages looked of which it was asked what would have been said. */
  private final Cache<MessageRef, Reply> disliked =
      Caffeine.newBuilder().maximumSize(MOST_DISLIKED).expireAfterWrite(PATIENCE).build();

  /** Which corrections messages were taken for; who changes such a message means to change it. */
  private final Cache<MessageRef, Kept> taken =
      Caffeine.newBuilder().maximumSize(MOST_DISLIKED).expireAfterWrite(PATIENCE).build();

  /**
   * @param instead of which message the correction is
   */
  private record Kept(PersonId person, long number, boolean answer, MessageRef instead) {}

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
    Outcome outcome = like(pressed.owner(), pressed.phrases(), pressed.message());
    if (!outcome.is(DONE)) {
      return isRated(pressed);
    }
    String name = Wording.name(person.get().name());
    channel.toast(
        pressed.envelope().address(),
        pressed.phrases().of("answer.liked", "name", name, "count", outcome.number(0)));
    show(pressed.phrases(), pressed.message(), pressed.shown(), pressed.action(), "button.like");
    return true;
  }

  private Outcome like(OwnerId owner, Phrases phrases, MessageRef message) {
    Optional<Question> open =
        question(owner, message.address())
            .filter(asked -> asked.message().equals(message.messageId()));
    Outcome outcome =
        effects.once(
            update(),
            "like",
            () -> {
              OptionalInt liked = sayings.like(owner, message);
              open.ifPresent(asked -> dialogues.clear(owner, message.address()));
              return liked.isPresent() ? Outcome.of(DONE, (long) liked.getAsInt()) : NOTHING;
            });
    open.ifPresent(asked -> endPrompt(asked, message.address(), phrases));
    return outcome;
  }

  /** Says in the message that asked that nothing is kept, and takes its button away. */
  private void endPrompt(Question question, Address address, Phrases phrases) {
    String prompt = question.prompt();
    if (prompt != null) {
      channel.edit(new MessageRef(address, prompt), Reply.of(phrases.of("correct.skipped")));
    }
  }

  private boolean isRated(PressHandler.Pressed pressed) throws IOException {
    channel.toast(pressed.envelope().address(), pressed.phrases().of("answer.rated"));
    return true;
  }

  /** Puts one button in the place of those that rate: how it was rated. */
  private void show(
      Phrases phrases, MessageRef message, @Nullable Reply shown, Action rated, String label) {
    if (shown == null) {
      return;
    }
    Button chosen =
        new Button(phrases.of("button.chosen", "label", phrases.of(label)), rated.encode());
    channel.edit(
        message,
        new Reply(
            shown.text(),
            shown.buttons().stream()
                .map(row -> row.stream().anyMatch(Rating::rates) ? List.of(chosen) : row)
                .toList()));
  }

  private static boolean rates(Button button) {
    return Action.parse(button.action())
        .filter(action -> action.verb() == Verb.LIKE || action.verb() == Verb.DISLIKE)
        .isPresent();
  }

  boolean dislike(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = spokenAs(pressed);
    if (person.isEmpty()) {
      return false;
    }
    if (!asks(pressed.envelope(), pressed.phrases(), person.get(), pressed.message())) {
      return isRated(pressed);
    }
    Reply shown = pressed.shown();
    if (shown != null) {
      disliked.put(pressed.message(), shown);
    }
    askInstead(
        pressed.envelope(),
        pressed.phrases(),
        person.get(),
        pressed.message(),
        shown == null ? "" : shown.text());
    return true;
  }

  private boolean isRated(MessageRef message) {
    return sayings.find(message).filter(Sayings.Saying::rated).isPresent();
  }

  /**
   * Says what is asked.
   *
   * @param shown what the message says, as far as the channel tells
   */
  private void askInstead(
      Envelope envelope, Phrases phrases, Person person, MessageRef message, String shown)
      throws IOException {
    Optional<Utterance> said = utterances.find(envelope.sender(), message);
    String quoted = quoted(said.map(Utterance::text).orElse(shown));
    String key = said.flatMap(Utterance::saidTo).isPresent() ? "correct.ask-answer" : "correct.ask";
    Button skip =
        phrases.button("button.skip", Action.of(Verb.SKIP_CORRECTION, person.id().value()));
    MessageRef prompt =
        channel.send(
            envelope.address(),
            new Reply(
                phrases.of(
                    key,
                    "name",
                    Wording.name(person.name()),
                    "quoted",
                    quoted.isEmpty() ? 0 : 1,
                    "text",
                    quoted),
                List.of(List.of(skip))));
    question(envelope)
        .filter(asked -> asked.message().equals(message.messageId()))
        .ifPresent(asked -> expect(envelope, asked.askedIn(prompt.messageId())));
  }

  /** The beginning of a message, in one line. */
  private static String quoted(String text) {
    String line = text.replaceAll("\\s*\\R\\s*", " / ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)).strip() + "…";
  }

  /** A thumb as a reaction: the sign itself shows that the message is liked. */
  void reacts(Incoming.Reaction reaction, Phrases phrases) throws IOException {
    Envelope envelope = reaction.envelope();
    MessageRef message = reaction.message();
    Optional<Person> person = spokenAs(envelope.sender(), message);
    if (person.isEmpty()) {
      return;
    }
    if (UP.contains(reaction.emoji())) {
      Outcome unused = like(envelope.sender(), phrases, message);
    } else if (DOWN.equals(reaction.emoji()) && asks(envelope, phrases, person.get(), message)) {
      askInstead(envelope, phrases, person.get(), message, "");
    }
  }

  /**
   * Expects what a person would have said in place of a message; says whether it is to be asked.
   */
  private boolean asks(Envelope envelope, Phrases phrases, Person person, MessageRef message) {
    Optional<Question> before = question(envelope);
    Question question =
        new Question(
            person.id().value(), update().orElse(Question.ALWAYS), message.messageId(), null);
    Outcome outcome =
        effects.once(
            update(),
            "dislike",
            () -> {
              if (isRated(message)) {
                return NOTHING;
              }
              expect(envelope, question);
              return Outcome.of(DONE);
            });
    if (outcome.is(DONE)) {
      before.ifPresent(asked -> endPrompt(asked, envelope.address(), phrases));
      if (channel.cause().again()) {
        expect(envelope, question); // the time for it may be over
      }
    }
    return outcome.is(DONE);
  }

  private void expect(Envelope envelope, Question question) {
    dialogues.expect(
        envelope.sender(), envelope.address(), question.encode(), clock.instant().plus(PATIENCE));
  }

  /** As whom the message was said that bears a button, if to the presser. */
  private Optional<Person> spokenAs(PressHandler.Pressed pressed) {
    return spokenAs(pressed.owner(), pressed.message())
        .filter(person -> person.id().value() == pressed.id(0));
  }

  private Optional<Person> spokenAs(OwnerId owner, MessageRef message) {
    return sayings.find(owner, message).flatMap(said -> roster.person(owner, said.value()));
  }

  boolean skip(PressHandler.Pressed pressed) {
    boolean skipped =
        drop(pressed.envelope(), "skip", question -> question.person() == pressed.id(0));
    if (skipped) {
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("correct.skipped")));
    }
    return skipped;
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

  /** Whether it was asked what would have been said in place of a message. */
  boolean asksAbout(Envelope envelope, MessageRef message) {
    return message.address().equals(envelope.address())
        && question(envelope)
            .filter(asked -> asked.message().equals(message.messageId()))
            .isPresent();
  }

  /** Ends the question that is open at an address; says whether there was one. */
  boolean dropQuestion(Envelope envelope, Phrases phrases) {
    Optional<Question> open = question(envelope);
    boolean dropped = drop(envelope, "drop-question", question -> true);
    open.ifPresent(asked -> endPrompt(asked, envelope.address(), phrases));
    return dropped;
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
    return question(envelope.sender(), envelope.address());
  }

  private Optional<Question> question(OwnerId owner, Address address) {
    return dialogues
        .expected(owner, address, clock.instant())
        .flatMap(Question::parse)
        .filter(question -> update().orElse(Long.MAX_VALUE) > question.askedBy());
  }

  /** Takes words as what someone would have said; says whether that was asked. */
  boolean take(Envelope envelope, Phrases phrases, String words) throws IOException {
    boolean again = channel.cause().again() && effects.of(update(), "correct").isPresent();
    if (!again && change(envelope, phrases, words)) {
      return true;
    }
    Optional<Question> question = question(envelope);
    if (!again && question.isEmpty()) {
      return false;
    }
    Outcome outcome = effects.once(update(), "correct", () -> keep(envelope, words));
    if (!outcome.is(DONE)) {
      return false;
    }
    if (question.isPresent()) {
      MessageRef message = new MessageRef(envelope.address(), question.get().message());
      show(
          phrases,
          message,
          disliked.asMap().remove(message),
          Action.of(Verb.DISLIKE, question.get().person()),
          "button.dislike");
    }
    Optional<Person> person = roster.person(envelope.sender(), outcome.number(0));
    if (person.isPresent()) {
      say(envelope, kept(phrases, person.get(), outcome.number(1) == 1, outcome.number(2)));
    }
    return true;
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
    say(envelope, kept(phrases, person.get(), kept.answer(), kept.number()));
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
    Optional<Long> number =
        corrections.add(person.get(), new Correction(saidTo, words.strip()), clock.instant());
    number.ifPresent(
        kept ->
            taken.put(
                envelope.message(), new Kept(person.get().id(), kept, saidTo != null, message)));
    boolean unused = sayings.rate(envelope.sender(), message);
    return Outcome.of(DONE, person.get().id().value(), saidTo == null ? 0L : 1L, number.orElse(0L));
  }

  /**
   * @param answer whether it answers something, and so is said from now on where that is said
   * @param number of the correction
   */
  private Reply kept(Phrases phrases, Person person, boolean answer, long number) {
    String name = Wording.name(person.name());
    List<List<Button>> buttons = new ArrayList<>();
    if (!trainings.isOpen(person)) {
      Action train = Action.of(Verb.TRAIN_PERSON, person.id().value());
      buttons.add(List.of(new Button(phrases.of("button.train", "name", name), train.encode())));
    }
    Action back = Action.of(Verb.TAKE_CORRECTION_BACK, person.id().value(), number);
    buttons.add(List.of(phrases.button("button.take-back", back)));
    String key = answer ? "correct.kept-answer" : "correct.kept";
    return new Reply(phrases.of(key, "name", name), buttons);
  }

  private OptionalLong update() {
    return channel.cause().number();
  }

  private void say(Envelope envelope, Reply reply) throws IOException {
    channel.send(envelope.address(), reply);
  }
}
