/** {@code /admin}: who may use the bot, what they use, and who is put out. */
@NullMarked
package io.mynah.chat.users;

import org.jspecify.annotations.NullMarked;
