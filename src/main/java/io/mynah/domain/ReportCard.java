package io.mynah.domain;

import java.util.List;

/**
 * How the training of a person's model went, and what came of it.
 *
 * @param messages of the person's that there were to learn from
 * @param seconds of training
 * @param bits per character of the model on the validation slice
 * @param curve in order of time
 */
public record ReportCard(
    int messages, double seconds, double bits, List<CurvePoint> curve, VoiceFigures figures) {
  public ReportCard {
    curve = List.copyOf(curve);
  }
}
