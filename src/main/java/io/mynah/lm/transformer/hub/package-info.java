/**
 * The files that a model made elsewhere comes in, as the Hugging Face hub has them: a folder with
 * config.json, model.safetensors (or parts of it) and tokenizer.json. No length, offset or id in
 * them is trusted. What cannot be read is an {@link java.io.IOException} whose message is a
 * sentence that names what is wrong.
 */
@NullMarked
package io.mynah.lm.transformer.hub;

import org.jspecify.annotations.NullMarked;
