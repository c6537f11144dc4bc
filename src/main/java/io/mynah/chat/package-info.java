/**
 * The conversation as channels see it: what they pass in, what they send, and to which addresses.
 */
@NullMarked
package io.mynah.chat;

import org.jspecify.annotations.NullMarked;
