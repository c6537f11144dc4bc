package io.mynah.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how long a training still takes. Combines the trainer's planned estimate with the
 * recent speed of progress by their geometric mean, so that if one is wrong by some factor, the
 * result is wrong by its square root. Between reports the time counts down, and moves towards a new
 * estimate instead of jumping. Thread-safe.
 */
final class TimeLeft {
  /** The smallest and largest fraction of the training over which speed is measured. */
  private static final double SHORTEST = 0.03;

  private static final double LONGEST = 0.3;

  /** The time after which an old estimate has half of its weight. */
  private static final double HALF_LIFE_SECONDS = 4;

  private record Report(Instant at, double fraction) {}

  private final Clock clock;
  private final Deque<Report> reports = new ArrayDeque<>();
  private Instant estimatedAt;
  private double seconds;

  /**
   * Creates an estimator before the first report.
   *
   * @param budget the time the whole training may take
   */
  TimeLeft(Clock clock, Duration budget) {
    this.clock = clock;
    estimatedAt = clock.instant();
    seconds = budget.toMillis() / 1e3;
  }

  /**
   * Takes a report of the trainer.
   *
   * @param fraction 0 to 1
   */
  synchronized void report(double fraction, Duration remaining) {
    Instant now = clock.instant();
    if (!reports.isEmpty() && breaksOff(reports.getLast(), fraction, now)) {
      reports.clear();
    }
    boolean first = reports.isEmpty();
    double fresh = blend(fraction, remaining.toMillis() / 1e3, now);
    if (reports.isEmpty() || fraction > reports.getLast().fraction()) {
      reports.addLast(new Report(now, fraction));
    }
    while (reports.size() > 2 && fraction - second().fraction() >= LONGEST) {
      reports.removeFirst();
    }
    double old = Math.pow(0.5, secondsBetween(estimatedAt, now) / HALF_LIFE_SECONDS);
    seconds = first ? fresh : old * countedDown(now) + (1 - old) * fresh;
    estimatedAt = now;
  }

  /**
   * Whether earlier reports cannot measure speed: progress went back or jumped to a checkpoint, or
   * the clock was changed.
   */
  private static boolean breaksOff(Report last, double fraction, Instant now) {
    return fraction < last.fraction()
        || fraction - last.fraction() >= SHORTEST
        || now.isBefore(last.at());
  }

  private Report second() {
    var each = reports.iterator();
    each.next();
    return each.next();
  }

  private double blend(double fraction, double reported, Instant now) {
    if (reports.isEmpty() || fraction - reports.getFirst().fraction() < SHORTEST) {
      return reported;
    }
    Report from = reports.getFirst();
    double speed = (fraction - from.fraction()) / secondsBetween(from.at(), now);
    double extrapolated = (1 - fraction) / speed;
    return Math.sqrt(Math.max(0, reported) * extrapolated);
  }

  /** The time left. */
  synchronized Duration get() {
    return Duration.ofMillis((long) (1e3 * countedDown(clock.instant())));
  }

  private double countedDown(Instant now) {
    return Math.max(0, seconds - secondsBetween(estimatedAt, now));
  }

  private static double secondsBetween(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
  }
}
