/** The Telegram channel: polling, the durable inbox, download, sending, flood control. */
@NullMarked
package io.mynah.telegram;

import org.jspecify.annotations.NullMarked;
