package io.mynah.app;

import java.util.List;

/** Quantiles of times, rounded to a tenth; -1 if there are no times. */
public record Quantiles(double median, double p95, double p99, double longest) {
  public static Quantiles of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return new Quantiles(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(List<Double> sorted, double quantile) {
    return sorted.isEmpty()
        ? -1
        : Math.round(10 * sorted.get((int) Math.round(quantile * (sorted.size() - 1)))) / 10.0;
  }
}
