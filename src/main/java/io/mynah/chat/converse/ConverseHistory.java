package io.mynah.chat.converse;

import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What two models have said to each other so far in one owner's conversation. Thread-safe. */
final class ConverseHistory {
  private static final int TOPIC = -1;
  private static final int SOMEBODY = -2;

  private static final Pattern NAME = Pattern.compile("@\\w+[,:]?");

  /** The most messages of others that are kept. */
  private static final int MOST_OF_OTHERS = 30;

  /** The same words of the same person within this time are one message, heard by several bots. */
  private static final Duration HEARD_AGAIN = Duration.ofMinutes(1);

  /**
   * One message. The speaker is 0 or 1, {@link #TOPIC} for what somebody began with, or {@link
   * #SOMEBODY} for what somebody said meanwhile.
   */
  private record Line(int speaker, Instant at, String text, @Nullable Listener by) {
    Line(int speaker, Instant at, String text) {
      this(speaker, at, text, null);
    }

    boolean isBy(Listener other, String words, Instant after) {
      return by != null
          && by.user().equals(other.user())
          && withoutNames(text).equals(withoutNames(words))
          && at.isAfter(after);
    }

    /** A bot hears its own name left out, and another bot hears it. */
    private static String withoutNames(String words) {
      return NAME.matcher(words).replaceAll(" ").strip().replaceAll("\\s+", " ");
    }

    PersonKey somebodyTo(int index) {
      return by == null ? PersonKey.STRANGER : by.knownAs().get(index);
    }
  }

  /**
   * Somebody who listens to the two and may say something.
   *
   * @param knownAs the speaker as the model of each of the two knows them
   */
  record Listener(OwnerId user, List<PersonKey> knownAs) {
    Listener {
      knownAs = List.copyOf(knownAs);
    }
  }

  private final long id;
  private final OwnerId owner;
  private final ConversePair pair;
  private final LoopGuard guard = new LoopGuard();
  private final List<Line> lines = new ArrayList<>();
  private int next;

  /** Who was asked by somebody else and has the next turn; −1 for nobody. */
  private int asked = -1;

  /** What they were asked. */
  private @Nullable Line question;

  ConverseHistory(long id, OwnerId owner, ConversePair pair) {
    this.id = id;
    this.owner = owner;
    this.pair = pair;
  }

  long id() {
    return id;
  }

  OwnerId owner() {
    return owner;
  }

  ConversePair pair() {
    return pair;
  }

  /** The index of the person whose turn it is. */
  synchronized int next() {
    return next;
  }

  /**
   * Gives the turn to whom somebody asked, else to the other person. What was asked comes last
   * then, since it is what is to be answered.
   */
  synchronized void turn() {
    next = asked < 0 ? 1 - next : asked;
    if (question != null && lines.remove(question)) {
      lines.add(question);
    }
    asked = -1;
    question = null;
  }

  /**
   * Adds what somebody else said, unless it was added already.
   *
   * @param to whom it was said to, if to one person
   */
  synchronized void hear(Listener by, String text, Optional<PersonId> to, Instant at) {
    Line line =
        lines.stream()
            .filter(before -> before.isBy(by, text, at.minus(HEARD_AGAIN)))
            .findFirst()
            .orElseGet(() -> added(new Line(SOMEBODY, at, text, by)));
    for (int index = 0; index < 2; index++) {
      if (to.equals(Optional.of(pair.person(index).id()))) {
        asked = index;
        question = line;
      }
    }
  }

  private Line added(Line line) {
    lines.add(line);
    List<Line> others = lines.stream().filter(other -> other.speaker() == SOMEBODY).toList();
    if (others.size() > MOST_OF_OTHERS) {
      lines.remove(others.get(0));
    }
    return line;
  }

  synchronized void begin(String topic, Instant at) {
    lines.add(new Line(TOPIC, at, topic));
  }

  synchronized void add(int speaker, String text, Instant at) {
    lines.add(new Line(speaker, at, text));
  }

  /** How many messages the two have said. */
  synchronized int size() {
    return (int) lines.stream().filter(line -> line.speaker() >= 0).count();
  }

  /**
   * Of several messages in a row, those before the first one that repeats the conversation in a
   * loop.
   */
  synchronized List<String> unrepeated(List<String> texts) {
    List<String> fresh = new ArrayList<>();
    for (String text : texts) {
      if (guard.refuses(text)) {
        break;
      }
      fresh.add(text);
    }
    return fresh;
  }

  /**
   * The conversation from the view of one of the two: everything that is not their own is said by
   * somebody else. The topic stands before what is to be answered, as if somebody had just reminded
   * them of it; at the beginning it would soon be forgotten.
   */
  synchronized List<Turn> contextFor(int index) {
    PersonKey self = pair.person(index).key();
    PersonKey other = pair.person(1 - index).key();
    PersonKey otherKey = other.equals(self) ? PersonKey.STRANGER : other;
    List<Line> ordered = new ArrayList<>(lines);
    if (!ordered.isEmpty() && ordered.get(0).speaker() == TOPIC) {
      Line topic = ordered.remove(0);
      int answered = ordered.size();
      while (answered > 0 && ordered.get(answered - 1).speaker() != index) {
        answered--;
      }
      ordered.add(answered, topic);
    }
    return ordered.stream()
        .map(
            line -> {
              PersonKey speaker = line.speaker() < 0 ? line.somebodyTo(index) : otherKey;
              return new Turn(line.speaker() == index ? self : speaker, line.at(), line.text());
            })
        .toList();
  }

  /** The whole conversation as text, marked as made up. */
  synchronized String transcript(Phrases phrases) {
    StringBuilder text = new StringBuilder();
    text.append(phrases.of("converse.transcript", "first", pair.name(0), "second", pair.name(1)))
        .append("\n\n");
    for (Line line : lines) {
      String name = line.speaker() < 0 ? phrases.of("converse.topic") : pair.name(line.speaker());
      text.append(name).append(": ").append(line.text()).append('\n');
    }
    return text.toString();
  }
}
