/** What one owner, or a group, may ask of the bot, and whether disk and memory allow it. */
@NullMarked
package io.mynah.chat.limits;

import org.jspecify.annotations.NullMarked;
