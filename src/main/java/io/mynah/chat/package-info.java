/** What a conversation is to the channels: what they hear, what they send, and for whom. */
@NullMarked
package io.mynah.chat;

import org.jspecify.annotations.NullMarked;
