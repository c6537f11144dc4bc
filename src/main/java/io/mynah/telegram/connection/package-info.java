/** Calls of the Bot API, their faults and waits, and the address of a chat. */
@NullMarked
package io.mynah.telegram.connection;

import org.jspecify.annotations.NullMarked;
