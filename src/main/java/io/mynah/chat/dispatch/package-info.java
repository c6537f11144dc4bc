/**
 * The entry point of the conversation: checks who is let in, finds the feature that answers, and
 * wires all features.
 */
@NullMarked
package io.mynah.chat.dispatch;

import org.jspecify.annotations.NullMarked;
