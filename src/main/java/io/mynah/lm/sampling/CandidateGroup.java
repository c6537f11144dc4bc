package io.mynah.lm.sampling;

import java.util.List;

/**
 * The candidates for one message, while they are drawn. Once the first one has ended, those that
 * are already too long to be compared with it are abandoned, which saves time. For one thread.
 */
final class CandidateGroup {
  private final List<PartialMessage> drafts;
  private final int enough;

  /**
   * @param drafts at least one
   * @param rule by which one is chosen
   */
  CandidateGroup(List<PartialMessage> drafts, CandidateRule rule) {
    this.drafts = List.copyOf(drafts);
    // Some that have ended may not be said.
    enough = 2 * rule.compared();
  }

  /** The candidates that were not abandoned, in the order of drawing. */
  List<PartialMessage> drafts() {
    return drafts.stream().filter(draft -> !draft.abandoned()).toList();
  }

  /** The candidates that have not ended. */
  List<PartialMessage> open() {
    return drafts.stream().filter(draft -> !draft.ended()).toList();
  }

  /** How far a candidate's length is from the first one's; of an open one, how far at least. */
  double distance(PartialMessage draft) {
    return Math.abs(logLength(draft) - logLength(drafts.get(0)));
  }

  /** Abandons the open candidates that enough others are certain to be nearer than. */
  void abandonFar() {
    PartialMessage first = drafts.get(0);
    if (!first.ended()) {
      return;
    }
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
