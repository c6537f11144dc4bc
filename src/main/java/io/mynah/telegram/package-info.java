/** The Telegram bot: connects polling, inbox, sending and downloads to the conversation. */
@NullMarked
package io.mynah.telegram;

import org.jspecify.annotations.NullMarked;
