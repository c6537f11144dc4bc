/** Letting a person speak to their owner: once, repeatedly, or in a chat. */
@NullMarked
package io.mynah.chat.speech;

import org.jspecify.annotations.NullMarked;
