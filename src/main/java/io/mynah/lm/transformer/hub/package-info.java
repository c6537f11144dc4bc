/**
 * Reads models published on the Hugging Face hub: a folder with config.json, model.safetensors (or
 * parts of it) and tokenizer.json. No length, offset or id in the files is trusted. A file that
 * cannot be read gives an {@link java.io.IOException} whose message is a sentence that says what is
 * wrong.
 */
@NullMarked
package io.mynah.lm.transformer.hub;

import org.jspecify.annotations.NullMarked;
