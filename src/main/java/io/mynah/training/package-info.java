/** A training job's life: queue, budget, checkpoint, cancel, progress. */
@NullMarked
package io.mynah.training;

import org.jspecify.annotations.NullMarked;
