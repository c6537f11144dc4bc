package io.mynah.chat.voice;

import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long a person would take for each message, made short enough to wait for: their own delays
 * and gaps on a logarithmic scale, hours becoming seconds, and a little for the typing. Of whom
 * nothing is known answers at once. For one thread.
 */
public final class TypingPauses {
  /** The longest pause before one message. */
  public static final Duration LONGEST = Duration.ofSeconds(4);

  /** What a delay of two hours or a gap of three minutes becomes, in seconds. */
  private static final double LONGEST_THINKING = 2;

  private static final double LONGEST_DELAY = 7200;
  private static final double LONGEST_GAP = 180;
  private static final double LONGEST_TYPING = 2;
  private static final double SECONDS_A_CHARACTER = 0.03;

  private final Habits habits;
  private final RandomGenerator random;

  public TypingPauses(Habits habits, RandomGenerator random) {
    this.habits = habits;
    this.random = random;
  }

  /**
   * The pauses before messages in a row.
   *
   * @param answer whether the first answers something; else it comes at once
   */
  public List<Duration> pauses(List<String> messages, boolean answer) {
    List<Duration> pauses = new ArrayList<>();
    for (String message : messages) {
      boolean first = pauses.isEmpty();
      if (first && !answer) {
        pauses.add(Duration.ZERO);
      } else {
        pauses.add(
            first
                ? pause(habits.delays(), LONGEST_DELAY, message)
                : pause(habits.gaps(), LONGEST_GAP, message));
      }
    }
    return pauses;
  }

  private Duration pause(Quantiles times, double longest, String message) {
    if (times.seconds().isEmpty()) {
      return Duration.ZERO;
    }
    double taken = Math.min(longest, times.draw(random));
    double thinking = LONGEST_THINKING * Math.log1p(taken) / Math.log1p(longest);
    double typing = Math.min(LONGEST_TYPING, SECONDS_A_CHARACTER * message.length());
    return Duration.ofMillis(Math.round(1000 * (thinking + typing)));
  }
}
