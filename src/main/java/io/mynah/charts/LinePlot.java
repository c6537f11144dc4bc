package io.mynah.charts;

import java.util.List;

/**
 * Lines over one axis.
 *
 * @param across what the numbers across are
 * @param up what the numbers upwards are
 */
public record LinePlot(String title, String across, String up, List<Line> lines) {
  public LinePlot {
    lines = List.copyOf(lines);
  }

  /**
   * A line through points, from left to right.
   *
   * @param across as many as {@code up}, one at least
   * @param isBaseline what others are compared with: drawn without points, in a quiet colour
   */
  public record Line(String name, List<Double> across, List<Double> up, boolean isBaseline) {
    public Line {
      across = List.copyOf(across);
      up = List.copyOf(up);
      if (across.isEmpty() || across.size() != up.size()) {
        throw new IllegalArgumentException(across.size() + " and " + up.size() + " numbers");
      }
    }
  }
}
