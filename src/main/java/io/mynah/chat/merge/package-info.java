/** {@code /merge} and {@code /unmerge}: people of several chats who are one person. */
@NullMarked
package io.mynah.chat.merge;

import org.jspecify.annotations.NullMarked;
