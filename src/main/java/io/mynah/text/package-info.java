/** Text as units: normalising, tokenizers and how they are learned, folding of names. */
@NullMarked
package io.mynah.text;

import org.jspecify.annotations.NullMarked;
