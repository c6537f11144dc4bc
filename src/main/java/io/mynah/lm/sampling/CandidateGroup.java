package io.mynah.lm.sampling;

import io.mynah.lm.VoiceParameters.Preference;
import java.util.Comparator;
import java.util.List;

/**
 * The candidates for one message, while they are drawn. Those that are certainly too long to be
 * compared are abandoned, which saves time. For one thread.
 */
final class CandidateGroup {
  private final List<PartialMessage> drafts;
  private final boolean shortest;
  private final int compared;

  /**
   * @param drafts at least one
   * @param preference by which one is chosen
   */
  CandidateGroup(List<PartialMessage> drafts, Preference preference) {
    this.drafts = List.copyOf(drafts);
    shortest = preference.shortest();
    compared = (int) Math.ceil(drafts.size() * preference.compared());
  }

  /** The candidates that were not abandoned, in the order of drawing. */
  List<PartialMessage> drafts() {
    return drafts.stream().filter(draft -> !draft.abandoned()).toList();
  }

  /** The candidates that have not ended. */
  List<PartialMessage> open() {
    return drafts.stream().filter(draft -> !draft.ended()).toList();
  }

  /** How many candidates are compared. */
  int compared() {
    return compared;
  }

  /** The order in which candidates are taken to be compared. */
  Comparator<PartialMessage> order() {
    return Comparator.comparingDouble(this::distance);
  }

  /** How long a candidate is, or how far its length is from the first one's; if open, at least. */
  private double distance(PartialMessage draft) {
    return shortest ? draft.length() : Math.abs(logLength(draft) - logLength(drafts.get(0)));
  }

  /** Abandons the open candidates that enough others are certain to be taken before. */
  void abandonFar() {
    if (shortest) {
      if (drafts.size() - open().size() >= compared) {
        open().forEach(PartialMessage::abandon);
      }
      return;
    }
    PartialMessage first = drafts.get(0);
    if (!first.ended()) {
      return;
    }
    // Some that have ended may not be said.
    int enough = 2 * compared;
    for (PartialMessage draft : open()) {
      if (draft.length() > first.length() && nearer(distance(draft)) >= enough) {
        draft.abandon();
      }
    }
  }

  private long nearer(double than) {
    return drafts().stream().filter(draft -> draft.ended() && distance(draft) < than).count();
  }

  private static double logLength(PartialMessage draft) {
    return Math.log(draft.length() + 2.0);
  }
}
