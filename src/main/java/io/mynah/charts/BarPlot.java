package io.mynah.charts;

import java.util.List;

/**
 * The data of a bar chart: groups with one bar of each set.
 *
 * @param unit what the numbers are
 * @param labels one for each group
 * @param lying whether the bars are horizontal, which leaves room for long labels
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
