package io.mynah.charts;

import java.util.List;

/**
 * The data of a line chart.
 *
 * @param across title of the horizontal axis
 * @param up title of the vertical axis
 */
public record LinePlot(String title, String across, String up, List<Line> lines) {
  public LinePlot {
    lines = List.copyOf(lines);
  }

  /**
   * A line through points, from left to right.
   *
   * @param across the horizontal coordinates; as many as {@code up}, at least one
   * @param isBaseline whether other lines are compared with it: drawn without points, in a muted
   *     colour
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
