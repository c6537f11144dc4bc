/** Sending: messages, edits, files and answers to buttons, within the limits of Telegram. */
@NullMarked
package io.mynah.telegram.outgoing;

import org.jspecify.annotations.NullMarked;
