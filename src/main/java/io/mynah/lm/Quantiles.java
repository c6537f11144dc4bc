package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A distribution of times as its quantiles. Immutable.
 *
 * @param seconds the quantiles at equal steps from the least time to the greatest, never falling;
 *     empty where no time was seen
 */
public record Quantiles(List<Double> seconds) {
  /** Where nothing was seen; what is drawn is 0. */
  public static final Quantiles NONE = new Quantiles(List.of());

  /** One each twentieth of the times. */
  private static final int COUNT = 21;

  private static final double MOST_SECONDS = 1e9;

  /**
   * @throws IllegalArgumentException when the quantiles fall, are below 0, or are no numbers
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

  /** The quantiles of some times. */
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
   * The time, in seconds, that a share of all times stays below.
   *
   * @param share 0 to 1
   */
  public double at(double share) {
    return seconds.isEmpty()
        ? 0
        : between(seconds.stream().mapToDouble(each -> each).toArray(), share);
  }

  /** A time of the distribution, in seconds. */
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
   * @throws IllegalArgumentException when the bytes are no quantiles
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
