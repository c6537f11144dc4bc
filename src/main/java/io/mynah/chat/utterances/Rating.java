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
import io.mynah.domain.Correction;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.Corrections;
import io.mynah.store.Dialogues;
import io.mynah.store.Sayings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Thumbs up and down, by buttons and as reactions. A message that is liked is counted and no more;
 * that is said in passing, and its buttons show it. To one that is not, Mynah asks what the person
 * would say; the next words are kept, with what they answer, for the person's next training. What
 * it answers is known for as long as it is remembered, see {@link Utterances}. Thread-safe.
 */
final class Rating {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int MOST_DISLIKED = 1_000;

  /** Reactions that say that a message is right; a heart may be what a double tap makes. */
  private static final Set<String> UP = Set.of("👍", "❤");

  private static final String DOWN = "👎";

  /** What is expected of someone who was asked: the person's id and that of the message. */
  private static final Pattern EXPECTED = Pattern.compile("correct:(\\d{1,18}):(.*)");

  private final Channel channel;
  private final Roster roster;
  private final Trainings trainings;
  private final Sayings sayings;
  private final Corrections corrections;
  private final Dialogues dialogues;
  private final Utterances utterances;
  private final Clock clock;

  /** How messages looked of which it was asked what would have been said. */
  private final Cache<MessageRef, Reply> disliked =
      Caffeine.newBuilder().maximumSize(MOST_DISLIKED).expireAfterWrite(PATIENCE).build();

  Rating(
      Services services, Roster roster, Trainings trainings, Utterances utterances, Clock clock) {
    this.channel = services.channel();
    this.roster = roster;
    this.trainings = trainings;
    this.sayings = services.sayings();
    this.corrections = services.corrections();
    this.dialogues = services.dialogues();
    this.utterances = utterances;
    this.clock = clock;
  }

  boolean like(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = spokenAs(pressed);
    if (person.isEmpty()) {
      return false;
    }
    OptionalInt liked = sayings.like(pressed.owner(), pressed.message());
    if (liked.isEmpty()) {
      return isRated(pressed);
    }
    String name = Wording.name(person.get().name());
    int count = liked.getAsInt();
    channel.toast(
        pressed.envelope().address(),
        pressed.phrases().of("answer.liked", "name", name, "count", count));
    show(pressed.phrases(), pressed.message(), pressed.shown(), pressed.action(), "button.like");
    return true;
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
    if (isRated(pressed.message())) {
      return isRated(pressed);
    }
    Reply shown = pressed.shown();
    if (shown != null) {
      disliked.put(pressed.message(), shown);
    }
    askInstead(pressed.envelope(), pressed.phrases(), person.get(), pressed.message());
    return true;
  }

  private boolean isRated(MessageRef message) {
    return sayings.find(message).filter(Sayings.Saying::rated).isPresent();
  }

  /** Asks what a person would have said in place of a message. */
  private void askInstead(Envelope envelope, Phrases phrases, Person person, MessageRef message)
      throws IOException {
    long id = person.id().value();
    dialogues.expect(
        envelope.sender(),
        envelope.address(),
        "correct:" + id + ":" + message.messageId(),
        clock.instant().plus(PATIENCE));
    Button skip = phrases.button("button.skip", Action.of(Verb.SKIP_CORRECTION, id));
    say(
        envelope,
        new Reply(
            phrases.of("correct.ask", "name", Wording.name(person.name())),
            List.of(List.of(skip))));
  }

  /** A thumb as a reaction: the sign itself shows that the message is liked. */
  void reacts(Incoming.Reaction reaction, Phrases phrases) throws IOException {
    OwnerId owner = reaction.envelope().sender();
    MessageRef message = reaction.message();
    Optional<Person> person = spokenAs(owner, message);
    if (person.isEmpty() || isRated(message)) {
      return;
    }
    if (UP.contains(reaction.emoji())) {
      OptionalInt unused = sayings.like(owner, message);
    } else if (DOWN.equals(reaction.emoji())) {
      askInstead(reaction.envelope(), phrases, person.get(), message);
    }
  }

  /** As whom the message was said that bears a button, if to the presser. */
  private Optional<Person> spokenAs(PressHandler.Pressed pressed) {
    return spokenAs(pressed.owner(), pressed.message())
        .filter(person -> person.id().value() == pressed.id(0));
  }

  private Optional<Person> spokenAs(OwnerId owner, MessageRef message) {
    return sayings
        .find(message)
        .filter(saying -> saying.owner().equals(owner))
        .flatMap(saying -> roster.person(owner, saying.person().value()));
  }

  boolean skip(PressHandler.Pressed pressed) {
    boolean asked =
        question(pressed.envelope())
            .filter(question -> personIn(question) == pressed.id(0))
            .isPresent();
    if (asked) {
      dialogues.clear(pressed.owner(), pressed.envelope().address());
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("correct.skipped")));
    }
    return asked;
  }

  /** Whether it was asked what would have been said in place of a message. */
  boolean asksAbout(Envelope envelope, MessageRef message) {
    return message.address().equals(envelope.address())
        && question(envelope)
            .filter(asked -> asked.group(2).equals(message.messageId()))
            .isPresent();
  }

  /** Forgets the question that is open at an address; says whether there was one. */
  boolean dropQuestion(Envelope envelope) {
    boolean asked = question(envelope).isPresent();
    if (asked) {
      dialogues.clear(envelope.sender(), envelope.address());
    }
    return asked;
  }

  private Optional<MatchResult> question(Envelope envelope) {
    return dialogues
        .expected(envelope.sender(), envelope.address(), clock.instant())
        .flatMap(expected -> EXPECTED.matcher(expected).results().findFirst());
  }

  private static long personIn(MatchResult question) {
    return Long.parseLong(question.group(1));
  }

  /** Takes words as what someone would have said; says whether that was asked. */
  boolean take(Envelope envelope, Phrases phrases, String words) throws IOException {
    Optional<MatchResult> question = question(envelope);
    if (question.isEmpty()) {
      return false;
    }
    Optional<Person> person = roster.person(envelope.sender(), personIn(question.get()));
    if (person.isEmpty()) {
      dialogues.clear(envelope.sender(), envelope.address());
      return false;
    }
    MessageRef message = new MessageRef(envelope.address(), question.get().group(2));
    String saidTo =
        utterances.find(envelope.sender(), message).flatMap(Utterance::saidTo).orElse(null);
    corrections.add(person.get().id(), new Correction(saidTo, words.strip()), clock.instant());
    boolean unused = sayings.rate(envelope.sender(), message);
    dialogues.clear(envelope.sender(), envelope.address());
    show(
        phrases,
        message,
        disliked.asMap().remove(message),
        Action.of(Verb.DISLIKE, person.get().id().value()),
        "button.dislike");
    say(envelope, kept(phrases, person.get()));
    return true;
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

  private void say(Envelope envelope, Reply reply) throws IOException {
    channel.send(envelope.address(), reply);
  }
}
