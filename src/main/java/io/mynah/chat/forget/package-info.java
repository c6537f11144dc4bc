/** Erasing people, chats and everything, after asking. */
@NullMarked
package io.mynah.chat.forget;

import org.jspecify.annotations.NullMarked;
