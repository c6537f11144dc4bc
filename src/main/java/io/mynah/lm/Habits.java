package io.mynah.lm;

import io.mynah.domain.PersonKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How a person times their messages, learned from when they were sent. A burst is a series of the
 * person's messages without anyone else's between, each soon after the one before. Immutable.
 *
 * @param bursts the shares of bursts of 1, 2, … messages, the last of that many or more; sum to 1
 * @param gaps seconds between the messages of a burst
 * @param delays seconds from somebody else's message until the person says something; after too
 *     long (a night, a day at work) it is no answer and not counted
 */
public record Habits(List<Double> bursts, Quantiles gaps, Quantiles delays) {
  /** Habits of a person with no data: one message at a time, without delay. */
  public static final Habits PLAIN = new Habits(List.of(1.0), Quantiles.NONE, Quantiles.NONE);

  private static final double ROUNDING = 1e-6;

  /**
   * @throws IllegalArgumentException when there are no shares, or they do not sum to 1
   */
  public Habits {
    bursts = List.copyOf(bursts);
    double sum = bursts.stream().mapToDouble(each -> each).sum();
    if (!(Math.abs(sum - 1) < ROUNDING) || bursts.stream().anyMatch(each -> each < 0)) {
      throw new IllegalArgumentException("shares that sum to " + sum);
    }
  }

  /**
   * Learns the habits of a person.
   *
   * @param turns everyone's, in order of time
   */
  public static Habits of(List<Turn> turns, PersonKey person, VoiceParameters.Timing parameters) {
    Counter counter = new Counter(parameters);
    Turn before = null;
    for (Turn turn : turns) {
      if (turn.speaker().equals(person)) {
        counter.own(before, turn);
      }
      before = turn;
    }
    return counter.habits();
  }

  /**
   * Draws how many messages the person sends in a row.
   *
   * @param most an upper limit
   */
  public int drawBurst(RandomGenerator random, int most) {
    double point = random.nextDouble();
    int size = 1;
    while (size < Math.min(most, bursts.size()) && point >= bursts.get(size - 1)) {
      point -= bursts.get(size - 1);
      size++;
    }
    return size;
  }

  public void write(DataOutputStream out) throws IOException {
    out.writeByte(bursts.size());
    for (double share : bursts) {
      out.writeDouble(share);
    }
    gaps.write(out);
    delays.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the bytes are not habits
   */
  public static Habits read(DataInputStream in) throws IOException {
    int sizes = in.readUnsignedByte();
    List<Double> bursts = new ArrayList<>(sizes);
    for (int i = 0; i < sizes; i++) {
      bursts.add(in.readDouble());
    }
    return new Habits(bursts, Quantiles.read(in), Quantiles.read(in));
  }

  /** Collects bursts, gaps and delays from turns in order. */
  private static final class Counter {
    private final VoiceParameters.Timing parameters;
    private final int[] sizes;
    private final DoubleStream.Builder gaps = DoubleStream.builder();
    private final DoubleStream.Builder delays = DoubleStream.builder();
    private int size;
    private int count;

    Counter(VoiceParameters.Timing parameters) {
      this.parameters = parameters;
      sizes = new int[parameters.longestBurst()];
    }

    void own(@Nullable Turn before, Turn turn) {
      if (before == null) {
        beginBurst();
        return;
      }
      boolean follows = before.speaker().equals(turn.speaker());
      Duration elapsed = Duration.between(before.at(), turn.at());
      if (follows && elapsed.compareTo(parameters.longestGap()) <= 0) {
        gaps.add(seconds(elapsed));
        size++;
        return;
      }
      beginBurst();
      if (!follows && elapsed.compareTo(parameters.longestDelay()) <= 0) {
        delays.add(seconds(elapsed));
      }
    }

    private void beginBurst() {
      endBurst();
      size = 1;
    }

    private static double seconds(Duration time) {
      return Math.max(0, time.toMillis() / 1000.0);
    }

    private void endBurst() {
      if (size > 0) {
        sizes[Math.min(size, sizes.length) - 1]++;
        count++;
      }
    }

    Habits habits() {
      endBurst();
      if (count == 0) {
        return PLAIN;
      }
      int longest = sizes.length;
      while (sizes[longest - 1] == 0) {
        longest--;
      }
      List<Double> shares = new ArrayList<>(longest);
      for (int i = 0; i < longest; i++) {
        shares.add((double) sizes[i] / count);
      }
      return new Habits(
          shares, Quantiles.of(gaps.build().toArray()), Quantiles.of(delays.build().toArray()));
    }
  }
}
