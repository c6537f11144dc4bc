/**
 * A transformer of the Llama form: its shape, its weights, the files it is kept in, and speaking
 * with it. Plain Java over arrays; no native memory.
 */
@NullMarked
package io.mynah.lm.transformer;

import org.jspecify.annotations.NullMarked;
