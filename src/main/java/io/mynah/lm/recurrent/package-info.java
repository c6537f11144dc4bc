/** A trained LSTM at work, in plain Java: its weights, their file form, and its steps. */
@NullMarked
package io.mynah.lm.recurrent;

import org.jspecify.annotations.NullMarked;
