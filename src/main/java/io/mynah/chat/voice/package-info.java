/** Making a voice's reply: its context, taught answers, pauses, and sending. */
@NullMarked
package io.mynah.chat.voice;

import org.jspecify.annotations.NullMarked;
