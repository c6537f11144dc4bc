/**
 * Sending messages, edits, files and answers to buttons within Telegram's limits, and downloading
 * files.
 */
@NullMarked
package io.mynah.telegram.outgoing;

import org.jspecify.annotations.NullMarked;
