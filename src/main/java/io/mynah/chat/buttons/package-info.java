/** What buttons do when they are pressed, as codes, and how they stand in rows. */
@NullMarked
package io.mynah.chat.buttons;

import org.jspecify.annotations.NullMarked;
