/** Prediction with a trained LSTM, in plain Java: its weights, their file format, and its steps. */
@NullMarked
package io.mynah.lm.recurrent;

import org.jspecify.annotations.NullMarked;
