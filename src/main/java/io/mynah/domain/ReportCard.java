package io.mynah.domain;

import java.util.List;

/**
 * The report on the training of a person's model and its result.
 *
 * @param messages messages of the person to train on
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
