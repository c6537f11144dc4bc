/** The people and chats of an owner, and who is meant by a name. */
@NullMarked
package io.mynah.chat.roster;

import org.jspecify.annotations.NullMarked;
