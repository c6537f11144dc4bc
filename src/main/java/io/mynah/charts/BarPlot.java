package io.mynah.charts;

import java.util.List;

/**
 * Bars in groups, one of each set side by side.
 *
 * @param unit what the numbers are
 * @param labels one for each group
 * @param lying whether the bars lie, which leaves room for labels of several words
 */
public record BarPlot(
    String title, String unit, List<String> labels, List<Bars> sets, boolean lying) {
  public BarPlot {
    labels = List.copyOf(labels);
    sets = List.copyOf(sets);
    for (Bars bars : sets) {
      if (labels.isEmpty() || bars.values().size() != labels.size()) {
        throw new IllegalArgumentException(bars.values().size() + " of " + labels.size());
      }
    }
  }

  /** Bars of one colour, a value for each group. */
  public record Bars(String name, List<Double> values) {
    public Bars {
      values = List.copyOf(values);
    }
  }
}
