/** Erasing people, chats and everything, after the owner confirms; erasing unused chats. */
@NullMarked
package io.mynah.chat.forget;

import org.jspecify.annotations.NullMarked;
