package io.mynah.chat.converse;

import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What two models have said to each other so far in one owner's conversation. Thread-safe. */
final class ConverseHistory {
  private static final int TOPIC = -1;

  /** One message. The speaker is 0 or 1, or −1 for the topic that somebody else began with. */
  private record Line(int speaker, Instant at, String text) {}

  private final long id;
  private final OwnerId owner;
  private final ConversePair pair;
  private final LoopGuard guard = new LoopGuard();
  private final List<Line> lines = new ArrayList<>();
  private int next;

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

  /** Gives the turn to the other person. */
  synchronized void turn() {
    next = 1 - next;
  }

  synchronized void begin(String topic, Instant at) {
    lines.add(new Line(TOPIC, at, topic));
  }

  synchronized void add(int speaker, String text, Instant at) {
    lines.add(new Line(speaker, at, text));
  }

  /** How many messages the two have said. */
  synchronized int size() {
    return (int) lines.stream().filter(line -> line.speaker() != TOPIC).count();
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
              PersonKey speaker = line.speaker() == TOPIC ? PersonKey.STRANGER : otherKey;
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
      String name =
          line.speaker() == TOPIC ? phrases.of("converse.topic") : pair.name(line.speaker());
      text.append(name).append(": ").append(line.text()).append('\n');
    }
    return text.toString();
  }
}
