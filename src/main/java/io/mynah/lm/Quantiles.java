package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A distribution of times, described by its quantiles. Immutable.
 *
 * @param seconds the quantiles at equal steps from the shortest time to the longest, in ascending
 *     order; empty if there were no times
 */
public record Quantiles(List<Double> seconds) {
  /** The quantiles of no times; draws are 0. */
  public static final Quantiles NONE = new Quantiles(List.of());

  /** One for each twentieth of the times. */
  private static final int COUNT = 21;

  private static final double MOST_SECONDS = 1e9;

  /**
   * @throws IllegalArgumentException when the quantiles are not ascending, are negative, or are not
   *     numbers
   */
  public Quantiles {
    seconds = List.copyOf(seconds);
    double least = 0;
    for (double each : seconds) {
      if (!(each >= least && each <= MOST_SECONDS)) {
        throw new IllegalArgumentException("a quantile of " + each);
      }
      least = each;
    }
  }

  /**
   * The quantiles of some times.
   *
   * @param times in seconds, in any order
   */
  static Quantiles of(double[] times) {
    if (times.length == 0) {
      return NONE;
    }
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    List<Double> quantiles = new ArrayList<>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      quantiles.add(between(sorted, (double) i / (COUNT - 1)));
    }
    return new Quantiles(quantiles);
  }

  private static double between(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The time in seconds that a share of all times stays below.
   *
   * @param share 0 to 1
   */
  public double at(double share) {
    return seconds.isEmpty()
        ? 0
        : between(seconds.stream().mapToDouble(each -> each).toArray(), share);
  }

  /** Draws a time from the distribution, in seconds. */
  public double draw(RandomGenerator random) {
    return at(random.nextDouble());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(seconds.size());
    for (double each : seconds) {
      out.writeDouble(each);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the bytes are not quantiles
   */
  static Quantiles read(DataInputStream in) throws IOException {
    int count = in.readUnsignedByte();
    List<Double> quantiles = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      quantiles.add(in.readDouble());
    }
    return new Quantiles(quantiles);
  }
}
