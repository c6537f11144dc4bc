/** The quiz {@code /guess}: which of two messages is real? */
@NullMarked
package io.mynah.chat.guess;

import org.jspecify.annotations.NullMarked;
