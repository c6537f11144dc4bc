/**
 * Text as units: normalising, tokenizers and how they are learned, folding and likeness of words.
 */
@NullMarked
package io.mynah.text;

import org.jspecify.annotations.NullMarked;
