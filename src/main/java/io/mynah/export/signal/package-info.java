/** Reads what Signal, and programs around it, write of chats. */
@NullMarked
package io.mynah.export.signal;

import org.jspecify.annotations.NullMarked;
