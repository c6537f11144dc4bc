/**
 * A transformer of the Llama form: its shape, its weights, its file format, and generating with it.
 * Plain Java over arrays; no native memory.
 */
@NullMarked
package io.mynah.lm.transformer;

import org.jspecify.annotations.NullMarked;
