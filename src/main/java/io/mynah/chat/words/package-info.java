/** All that Mynah says, in the language of whoever reads it, from the resource {@code texts}. */
@NullMarked
package io.mynah.chat.words;

import org.jspecify.annotations.NullMarked;
