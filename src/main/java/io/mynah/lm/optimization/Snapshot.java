package io.mynah.lm.optimization;

import org.jspecify.annotations.Nullable;

/**
 * Everything a training needs to continue after an interruption as if there had been none.
 * Immutable by convention: nobody writes to the arrays.
 *
 * @param progress counts and times
 * @param parameters all parameters of the network, as one flat array in its order
 * @param moments of the optimizer, as one flat array
 * @param state carried from one update to the next; arrays of equal length
 * @param best the parameters with the lowest validation loss; null before the first evaluation
 */
@SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
record Snapshot(
    Progress progress,
    float[] parameters,
    float[] moments,
    float[][] state,
    float @Nullable [] best) {

  /**
   * The progress of a training.
   *
   * @param step how many updates were made
   * @param total updates planned; 0 while unknown
   * @param interval updates between two evaluations
   * @param evaluated the step of the last evaluation
   * @param worse evaluations since the best one
   * @param spent nanoseconds of wall time, over all runs
   * @param bestNats of the best evaluation; infinite before the first
   * @param finished whether the training is complete
   */
  record Progress(
      int step,
      int total,
      int interval,
      int evaluated,
      int worse,
      long spent,
      double bestNats,
      boolean finished) {}
}
