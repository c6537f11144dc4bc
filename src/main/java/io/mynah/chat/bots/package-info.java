/** Bots that speak as one person only: making them, running them, and talking with them. */
@NullMarked
package io.mynah.chat.bots;

import org.jspecify.annotations.NullMarked;
