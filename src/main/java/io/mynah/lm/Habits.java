package io.mynah.lm;

import io.mynah.domain.PersonKey;
import io.mynah.text.WordsAndEmoji;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How a person sends messages: when, how long, how often with emoji, and how they begin and end. A
 * burst is a series of the person's messages without anyone else's between, each soon after the one
 * before. Immutable.
 *
 * @param bursts the shares of bursts of 1, 2, … messages, the last of that many or more; sum to 1
 * @param gaps seconds between the messages of a burst
 * @param delays seconds from somebody else's message until the person says something; after too
 *     long (a night, a day at work) it is no answer and not counted
 * @param emoji the share of the person's messages that have emoji; empty if it is not known
 * @param lengths the shares of messages of 0, 1, 2, … tokens, the last of that many or more; empty
 *     if they are not known, otherwise sum to 1
 * @param sentences how messages begin and end
 */
public record Habits(
    List<Double> bursts,
    Quantiles gaps,
    Quantiles delays,
    OptionalDouble emoji,
    List<Double> lengths,
    SentenceHabits sentences) {
  /** Habits of a person with no data: one message at a time, without delay. */
  public static final Habits PLAIN = new Habits(List.of(1.0), Quantiles.NONE, Quantiles.NONE);

  private static final double ROUNDING = 1e-6;

  private static final double UNKNOWN = -1;

  /** Habits of which it is not known how messages begin and end. */
  public Habits(
      List<Double> bursts,
      Quantiles gaps,
      Quantiles delays,
      OptionalDouble emoji,
      List<Double> lengths) {
    this(bursts, gaps, delays, emoji, lengths, SentenceHabits.UNKNOWN);
  }

  /** Habits of which nothing is known but the times. */
  public Habits(List<Double> bursts, Quantiles gaps, Quantiles delays) {
    this(bursts, gaps, delays, OptionalDouble.empty(), List.of());
  }

  /** The same but for how messages begin and end. */
  public Habits with(SentenceHabits other) {
    return new Habits(bursts, gaps, delays, emoji, lengths, other);
  }

  /**
   * @throws IllegalArgumentException when there are no shares of bursts, shares do not sum to 1, or
   *     the share of messages with emoji is none
   */
  public Habits {
    bursts = List.copyOf(bursts);
    lengths = List.copyOf(lengths);
    checkShares(bursts);
    if (!lengths.isEmpty()) {
      checkShares(lengths);
    }
    double share = emoji.orElse(0);
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of " + share);
    }
  }

  private static void checkShares(List<Double> shares) {
    double sum = shares.stream().mapToDouble(each -> each).sum();
    if (!(Math.abs(sum - 1) < ROUNDING) || shares.stream().anyMatch(each -> each < 0)) {
      throw new IllegalArgumentException("shares that sum to " + sum);
    }
  }

  /**
   * Learns the habits of a person.
   *
   * @param turns everyone's, in order of time
   * @param lengths tokens of each of the person's messages, in any order
   */
  public static Habits of(
      List<Turn> turns, PersonKey person, int[] lengths, VoiceParameters.Timing parameters) {
    Counter counter = new Counter(parameters, lengths);
    List<String> texts = new ArrayList<>();
    Turn before = null;
    for (Turn turn : turns) {
      if (turn.speaker().equals(person)) {
        texts.add(turn.text());
        counter.own(before != null && before.chat() == turn.chat() ? before : null, turn);
      }
      before = turn;
    }
    return counter.habits().with(SentenceHabits.of(texts));
  }

  /**
   * Draws how many messages the person sends in a row.
   *
   * @param most an upper limit
   */
  public int drawBurst(RandomGenerator random, int most) {
    return Math.min(most, 1 + draw(bursts, random));
  }

  /**
   * Draws how many tokens a message of the person has.
   *
   * @return empty if that is not known
   */
  public OptionalInt drawLength(RandomGenerator random) {
    return lengths.isEmpty() ? OptionalInt.empty() : OptionalInt.of(draw(lengths, random));
  }

  /** Draws the index of a share. */
  private static int draw(List<Double> shares, RandomGenerator random) {
    double point = random.nextDouble();
    int index = 0;
    while (index < shares.size() - 1 && point >= shares.get(index)) {
      point -= shares.get(index);
      index++;
    }
    return index;
  }

  /** Writes all but {@link #sentences}. */
  public void write(DataOutputStream out) throws IOException {
    write(bursts, out);
    gaps.write(out);
    delays.write(out);
    out.writeDouble(emoji.orElse(UNKNOWN));
    write(lengths, out);
  }

  private static void write(List<Double> shares, DataOutputStream out) throws IOException {
    out.writeByte(shares.size());
    for (double share : shares) {
      out.writeDouble(share);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param whole whether emoji and lengths were written; earlier versions did not
   * @throws IllegalArgumentException when the bytes are not habits
   */
  public static Habits read(DataInputStream in, boolean whole) throws IOException {
    List<Double> bursts = readShares(in);
    Quantiles gaps = Quantiles.read(in);
    Quantiles delays = Quantiles.read(in);
    if (!whole) {
      return new Habits(bursts, gaps, delays);
    }
    double emoji = in.readDouble();
    return new Habits(
        bursts,
        gaps,
        delays,
        emoji == UNKNOWN ? OptionalDouble.empty() : OptionalDouble.of(emoji),
        readShares(in));
  }

  private static List<Double> readShares(DataInputStream in) throws IOException {
    int count = in.readUnsignedByte();
    List<Double> shares = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      shares.add(in.readDouble());
    }
    return shares;
  }

  /** Collects bursts, gaps, delays and emoji from turns in order. */
  private static final class Counter {
    private final VoiceParameters.Timing parameters;
    private final int[] sizes;
    private final DoubleStream.Builder gaps = DoubleStream.builder();
    private final DoubleStream.Builder delays = DoubleStream.builder();
    private int size;
    private int count;
    private int messages;
    private int withEmoji;
    private final int[] lengths;

    Counter(VoiceParameters.Timing parameters, int[] lengths) {
      this.lengths = lengths;
      this.parameters = parameters;
      sizes = new int[parameters.longestBurst()];
    }

    void own(@Nullable Turn before, Turn turn) {
      messages++;
      withEmoji += WordsAndEmoji.hasEmoji(turn.text()) ? 1 : 0;
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
      return new Habits(
          shares(sizes),
          Quantiles.of(gaps.build().toArray()),
          Quantiles.of(delays.build().toArray()),
          OptionalDouble.of((double) withEmoji / messages),
          lengths.length == 0 ? List.of() : shares(lengthCounts()));
    }

    private int[] lengthCounts() {
      int[] counts = new int[parameters.longestMessage() + 1];
      for (int length : lengths) {
        counts[Math.min(length, counts.length - 1)]++;
      }
      return counts;
    }

    private static List<Double> shares(int[] counts) {
      double sum = Arrays.stream(counts).sum();
      int longest = counts.length;
      while (counts[longest - 1] == 0) {
        longest--;
      }
      return Arrays.stream(counts, 0, longest).mapToObj(each -> each / sum).toList();
    }
  }
}
