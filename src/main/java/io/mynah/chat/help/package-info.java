/** The first words, the tour, and what Mynah can do: {@code /start} and {@code /help}. */
@NullMarked
package io.mynah.chat.help;

import org.jspecify.annotations.NullMarked;
