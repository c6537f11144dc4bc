package io.mynah.chat.voice;

import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Computes the pauses before a person's messages, made short enough to wait for: their own delays
 * and gaps on a logarithmic scale, so that hours become seconds, and a little for the typing. If
 * nothing is known of the person, there is no pause. For one thread.
 */
public final class TypingPauses {
  /** The longest pause before one message. */
  public static final Duration LONGEST = Duration.ofSeconds(4);

  /** What a delay of two hours or a gap of three minutes is shortened to, in seconds. */
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
   * @param answer whether the first message answers something; else it has no pause
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
