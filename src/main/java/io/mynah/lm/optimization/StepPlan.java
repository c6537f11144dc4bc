package io.mynah.lm.optimization;

import java.time.Duration;

/**
 * Turns a budget of wall time into a number of steps. The first steps of a run are not timed,
 * because the JIT compiler is still working; the next ones make the plan. It is checked when a
 * tenth more time has been spent, but at least ten seconds, and at its end, and changed if the
 * machine has become slower or faster. Times are nanoseconds spent so far. Used by one thread at a
 * time.
 */
final class StepPlan {
  private static final int UNTIMED = 5;
  private static final int TIMED = 10;
  private static final long SHORTEST = 500_000_000L;
  private static final long AGAIN = 10_000_000_000L;

  /**
   * The share of the time spent that a check looks back on, so that a few slow seconds count
   * little.
   */
  private static final double LOOKS_BACK = 0.1;

  /** The relative error of a plan from which it is changed. */
  private static final double TOLERANCE = 0.03;

  private final long budget;
  private final int most;
  private int total;
  private int untimed = UNTIMED;
  private int markedStep = -1;
  private long markedTime;
  private double nanosPerStep;

  /**
   * @param most an upper limit for the steps, whatever the budget
   * @param total planned by an earlier run, or 0
   */
  StepPlan(Duration budget, int most, int total) {
    this.budget = budget.toNanos();
    this.most = most;
    this.total = Math.min(total, most);
  }

  /** Records that a step is finished. Returns whether the plan was made or changed. */
  boolean after(int step, long spent) {
    if (markedStep < 0) {
      if (--untimed <= 0) {
        mark(step, spent);
      }
      return false;
    }
    int steps = step - markedStep;
    long time = spent - markedTime;
    boolean enough =
        nanosPerStep == 0
            ? steps >= TIMED && (time >= SHORTEST || steps >= 100 * TIMED)
            : time >= Math.max(AGAIN, LOOKS_BACK * spent)
                || (step >= total && step < most && steps >= TIMED);
    if (!enough) {
      return false;
    }
    nanosPerStep = (double) time / steps;
    mark(step, spent);
    return plan(step, spent);
  }

  private void mark(int step, long spent) {
    markedStep = step;
    markedTime = spent;
  }

  private boolean plan(int step, long spent) {
    double possible = step + Math.max(0, budget - spent) / nanosPerStep;
    int planned = (int) Math.min(most, Math.max(step, possible));
    if (Math.abs(planned - total) <= TOLERANCE * total && planned != most) {
      return false;
    }
    boolean changed = planned != total;
    total = planned;
    return changed;
  }

  /** How many steps are planned; 0 while unknown. */
  int total() {
    return total;
  }

  double nanosPerStep() {
    return nanosPerStep;
  }

  /** Whether no more step should follow. */
  boolean isOver(int step, long spent) {
    return step >= most || spent >= budget || (total > 0 && step >= total);
  }

  double fraction(int step) {
    return total == 0 ? 0 : Math.min(1, step / (double) total);
  }

  /** Wall time left, an estimate. */
  Duration remaining(int step, long spent) {
    long left = Math.max(0, budget - spent);
    if (nanosPerStep > 0) {
      left = Math.min(left, (long) (Math.max(0, total - step) * nanosPerStep));
    }
    return Duration.ofNanos(left);
  }
}
