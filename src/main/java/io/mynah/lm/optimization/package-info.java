/**
 * What trainings of all networks have in common: steps within a time, learning rates, evaluations,
 * checkpoints.
 */
@NullMarked
package io.mynah.lm.optimization;

import org.jspecify.annotations.NullMarked;
