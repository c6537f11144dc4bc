/**
 * What a language model is: weights, state, sampling, training and evaluation as interfaces; the
 * n-gram model.
 */
@NullMarked
package io.mynah.lm;

import org.jspecify.annotations.NullMarked;
