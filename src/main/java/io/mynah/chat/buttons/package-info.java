/** Action codes of buttons, and how buttons are arranged in rows. */
@NullMarked
package io.mynah.chat.buttons;

import org.jspecify.annotations.NullMarked;
