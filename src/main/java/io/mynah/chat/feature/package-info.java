/**
 * What a feature of the conversation is: its commands and buttons, and the objects that it uses.
 */
@NullMarked
package io.mynah.chat.feature;

import org.jspecify.annotations.NullMarked;
