/** All texts of Mynah, in the reader's language, from the resource {@code texts}. */
@NullMarked
package io.mynah.chat.words;

import org.jspecify.annotations.NullMarked;
