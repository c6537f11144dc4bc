/** What one owner may ask of the bot: how much at once, how often, how much to keep. */
@NullMarked
package io.mynah.chat.limits;

import org.jspecify.annotations.NullMarked;
