/**
 * What is kept of a chat while it is read: people, counts, and the messages that are handed over.
 */
@NullMarked
package io.mynah.export.chats;

import org.jspecify.annotations.NullMarked;
