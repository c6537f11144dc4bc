package io.mynah.lm.sampling;

import static java.util.Objects.requireNonNull;

import io.mynah.lm.VoiceParameters.Drawing;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * The candidates for one message, while they are drawn. Those that begin badly, and those that will
 * not be compared because they are too long or the model is not sure enough of them, are given up,
 * which saves time. The first one stays where the form of the message is not known: it has the
 * wanted length, and decides whether there are emoji. For one thread.
 */
final class CandidateGroup {
  private final List<PartialMessage> drafts;
  private final EmojiUse emoji;
  private final OptionalInt length;
  private final Drawing drawing;
  private final ToDoubleFunction<PartialMessage> score;
  private final int compared;

  /** How many halvings have been. */
  private int halved;

  /**
   * @param drafts at least one
   * @param emoji whether the message is to have emoji
   * @param length of the message in tokens, if known; otherwise the first one's
   * @param candidates the setting of {@link CandidateRule}
   * @param drawing which of them are finished and compared
   * @param score of an unfinished message, greater for a better one
   */
  CandidateGroup(
      List<PartialMessage> drafts,
      EmojiUse emoji,
      OptionalInt length,
      int candidates,
      Drawing drawing,
      ToDoubleFunction<PartialMessage> score) {
    this.drafts = List.copyOf(drafts);
    this.emoji = emoji;
    this.length = length;
    this.drawing = drawing;
    this.score = score;
    compared = (int) Math.ceil(candidates * drawing.compared());
  }

  /** Whether the message is to have emoji. */
  EmojiUse emoji() {
    return emoji;
  }

  /** The candidates that were not given up, in the order of drawing. */
  List<PartialMessage> drafts() {
    return drafts.stream().filter(draft -> !draft.abandoned()).toList();
  }

  /** The candidates that have not ended. */
  List<PartialMessage> open() {
    return drafts.stream().filter(draft -> !draft.ended()).toList();
  }

  /** How many candidates are compared. */
  int compared() {
    return wantedLength().orElse(Integer.MAX_VALUE) <= drawing.shortLengths().tokens()
        ? 1
        : compared;
  }

  /** Whether the model is sure enough of a candidate, or of what has been drawn of it. */
  boolean isSure(PartialMessage draft) {
    return -draft.sureness() <= drawing.limits().mostNats();
  }

  /**
   * Whether the form of a candidate is right: the model is sure enough of it, and it is not one of
   * the shortest where a longer one is wanted.
   */
  boolean fits(PartialMessage draft) {
    int shortest = drawing.shortLengths().tokens();
    return isSure(draft)
        && (drawing.shortest()
            || shortest == 0
            || draft.length() > shortest
            || wantedLength().orElse(0) <= shortest);
  }

  /** How much the words of a candidate that may be said tell, at least. */
  double leastContent() {
    return drawing.limits().leastContent();
  }

  /** The order in which candidates are taken to be compared. */
  Comparator<PartialMessage> order() {
    return Comparator.comparingDouble(this::distance);
  }

  /** The length that the message should have, in tokens; empty while that is not known. */
  private OptionalInt wantedLength() {
    PartialMessage first = drafts.get(0);
    return length.isPresent() || !first.ended() ? length : OptionalInt.of(first.length());
  }

  /** How long a candidate is, or how far its length is from the wanted one; if open, at least. */
  private double distance(PartialMessage draft) {
    return drawing.shortest()
        ? draft.length()
        : Math.abs(logLength(draft.length()) - logLength(wantedLength().orElse(0)));
  }

  /** Gives up candidates that are not worth finishing. */
  void prune() {
    halve();
    abandonUnsure();
    if (drawing.shortest()) {
      if (drafts.size() - open().size() - abandoned() >= compared) {
        open().stream().filter(draft -> draft != drafts.get(0)).forEach(PartialMessage::abandon);
      }
    } else {
      abandonFar();
    }
  }

  private long abandoned() {
    return drafts.stream().filter(PartialMessage::abandoned).count();
  }

  private void halve() {
    List<Integer> halvings = drawing.halvings();
    while (halved < halvings.size() && haveLength(halvings.get(halved))) {
      halved++;
      List<PartialMessage> open = open();
      IdentityHashMap<PartialMessage, Double> scores = new IdentityHashMap<>();
      open.forEach(draft -> scores.put(draft, score.applyAsDouble(draft)));
      open.stream()
          .filter(draft -> draft != drafts.get(0))
          .sorted(Comparator.comparing(draft -> requireNonNull(scores.get(draft))))
          .limit(open.size() / 2)
          .forEach(PartialMessage::abandon);
    }
  }

  /**
   * Gives up the open candidates that the model is not sure enough of, since they will not be
   * compared: all but some of the surest, of which one is taken if none fits, and what is longer
   * than wanted, but for the surest one.
   */
  private void abandonUnsure() {
    boolean formKnown = length.isPresent() && emoji != EmojiUse.AS_DRAWN;
    for (PartialMessage draft : open()) {
      if (!isSure(draft) && (formKnown || draft != drafts.get(0))) {
        long surer = drafts().stream().filter(other -> other.sureness() > draft.sureness()).count();
        boolean tooLong = draft.length() > wantedLength().orElse(Integer.MAX_VALUE);
        if (surer >= enough() || (tooLong && surer > 0)) {
          draft.abandon();
        }
      }
    }
  }

  /** As many as are compared, and more, since some may not be said. */
  private int enough() {
    return 2 * compared;
  }

  private boolean haveLength(int tokens) {
    return open().stream().noneMatch(draft -> draft.length() < tokens);
  }

  /** Gives up the open candidates that enough others will be taken before. */
  private void abandonFar() {
    OptionalInt wanted = wantedLength();
    if (wanted.isEmpty()) {
      return;
    }
    for (PartialMessage draft : open()) {
      if (draft.length() > wanted.getAsInt() && nearer(distance(draft)) >= enough()) {
        draft.abandon();
      }
    }
  }

  private long nearer(double than) {
    return drafts().stream()
        .filter(draft -> draft.ended() && fits(draft) && distance(draft) < than)
        .count();
  }

  private static double logLength(int tokens) {
    return Math.log(tokens + 2.0);
  }
}
