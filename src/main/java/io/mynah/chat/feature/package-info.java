/** What a feature of the conversation is: commands and buttons, and what they work with. */
@NullMarked
package io.mynah.chat.feature;

import org.jspecify.annotations.NullMarked;
