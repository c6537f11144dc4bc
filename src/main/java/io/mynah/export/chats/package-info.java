/** What is kept of a chat during reading: people, counts, and the messages that are passed on. */
@NullMarked
package io.mynah.export.chats;

import org.jspecify.annotations.NullMarked;
