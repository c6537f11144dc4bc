/** Trains the model of one person in stages, and learns bases from conversations. */
@NullMarked
package io.mynah.lm.training;

import org.jspecify.annotations.NullMarked;
