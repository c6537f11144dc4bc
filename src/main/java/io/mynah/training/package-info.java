/**
 * Runs training jobs: queue, time budget, checkpoints, cancellation, progress and publication of
 * models.
 */
@NullMarked
package io.mynah.training;

import org.jspecify.annotations.NullMarked;
