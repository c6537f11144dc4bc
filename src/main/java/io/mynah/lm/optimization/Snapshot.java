package io.mynah.lm.optimization;

import org.jspecify.annotations.Nullable;

/**
 * All that a training needs to go on as if it had not been cut off. Immutable by agreement: nobody
 * writes to the arrays.
 *
 * @param progress counts and times
 * @param parameters of the network, in its order
 * @param moments what the updates keep
 * @param state what is carried from one update to the next
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
   * How far a training is.
   *
   * @param step updates made
   * @param total updates planned; 0 while not known
   * @param interval updates between two evaluations
   * @param evaluated the step of the last evaluation
   * @param worse evaluations since the best one
   * @param spent nanoseconds of wall time, over all runs
   * @param bestNats of the best evaluation; infinite before the first
   * @param finished whether nothing is left to do
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
