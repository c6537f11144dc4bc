/**
 * A transformer of the Llama form: its shape, its weights, its file format, and generating with it.
 * Java over arrays; where the processor has bfloat16, products of many vectors are native.
 */
@NullMarked
package io.mynah.lm.transformer;

import org.jspecify.annotations.NullMarked;
