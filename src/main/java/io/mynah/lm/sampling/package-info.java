/** Draws messages from a model: what may come next, and when a message is whole. */
@NullMarked
package io.mynah.lm.sampling;

import org.jspecify.annotations.NullMarked;
