/** Units of text: tokenizers and how they are learned, folding and similarity of words. */
@NullMarked
package io.mynah.text;

import org.jspecify.annotations.NullMarked;
