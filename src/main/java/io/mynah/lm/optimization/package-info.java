/**
 * Training shared by all networks: steps within a time budget, learning rates, evaluations,
 * checkpoints.
 */
@NullMarked
package io.mynah.lm.optimization;

import org.jspecify.annotations.NullMarked;
