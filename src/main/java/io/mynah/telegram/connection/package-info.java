/** Calls of the Bot API, their faults and retries, and the addresses of chats. */
@NullMarked
package io.mynah.telegram.connection;

import org.jspecify.annotations.NullMarked;
