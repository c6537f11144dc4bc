/** The people and chats of an owner, and finding people by name. */
@NullMarked
package io.mynah.chat.roster;

import org.jspecify.annotations.NullMarked;
