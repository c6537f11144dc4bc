package io.mynah.lm.optimization;

import java.time.Duration;

/**
 * Turns a budget of wall time into a number of steps. The first steps of a run are not timed,
 * because the JIT compiler is still working; the next ones make the plan. It is checked when steps
 * have taken a tenth of the time spent, but at least ten seconds, and at its end, and changed if
 * the machine has become slower or faster. What is done between steps, such as an evaluation, takes
 * its share of the budget, but does not make the steps look slower. Times are nanoseconds. Used by
 * one thread at a time.
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
  private int firstStep;
  private long betweenBefore;
  private int markedStep = -1;
  private long markedStepping;
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

  /**
   * Records that a step is finished. Returns whether the plan was made or changed.
   *
   * @param spent of the budget
   * @param stepping the part of it that this run has spent within steps
   */
  boolean after(int step, long spent, long stepping) {
    if (markedStep < 0) {
      if (--untimed <= 0) {
        firstStep = step;
        betweenBefore = spent - stepping;
        mark(step, stepping);
      }
      return false;
    }
    int steps = step - markedStep;
    long time = stepping - markedStepping;
    boolean enough =
        nanosPerStep == 0
            ? steps >= TIMED && (time >= SHORTEST || steps >= 100 * TIMED)
            : time >= Math.max(AGAIN, LOOKS_BACK * spent)
                || (step >= total && step < most && steps >= TIMED);
    if (!enough) {
      return false;
    }
    double between = spent - stepping - betweenBefore;
    nanosPerStep = (double) time / steps + between / (step - firstStep);
    mark(step, stepping);
    return plan(step, spent);
  }

  private void mark(int step, long stepping) {
    markedStep = step;
    markedStepping = stepping;
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

  /** The time of a step with its share of what is done between steps; 0 while unknown. */
  double nanosPerStep() {
    return nanosPerStep;
  }

  /** Whether no more step should follow. */
  boolean isOver(int step, long spent) {
    return step >= most || spent >= budget || (total > 0 && step >= total && !isUnchecked(step));
  }

  /** Whether steps have been made since the last check, so that a few more allow another one. */
  private boolean isUnchecked(int step) {
    return nanosPerStep > 0 && step > markedStep;
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
