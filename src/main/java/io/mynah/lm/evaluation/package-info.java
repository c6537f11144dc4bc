/** Measures models against real messages. */
@NullMarked
package io.mynah.lm.evaluation;

import org.jspecify.annotations.NullMarked;
