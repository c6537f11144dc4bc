/** Generates messages from a model: which tokens may come, and when a message is complete. */
@NullMarked
package io.mynah.lm.sampling;

import org.jspecify.annotations.NullMarked;
