/** The interfaces of language models and their training; encoding of conversations as tokens. */
@NullMarked
package io.mynah.lm;

import org.jspecify.annotations.NullMarked;
