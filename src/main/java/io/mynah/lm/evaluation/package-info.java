/** Measures models by comparison with real messages. */
@NullMarked
package io.mynah.lm.evaluation;

import org.jspecify.annotations.NullMarked;
