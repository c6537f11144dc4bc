/** Training of a transformer: forward and backward passes over rows of text, and the updates. */
@NullMarked
package io.mynah.lm.transformer.training;

import org.jspecify.annotations.NullMarked;
