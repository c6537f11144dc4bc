/**
 * Mixtures of models: their weights and how these are fitted, their file format, and the filter for
 * verbatim copies.
 */
@NullMarked
package io.mynah.lm.mixture;

import org.jspecify.annotations.NullMarked;
