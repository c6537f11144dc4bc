/** Learning from messages as they come: those of groups, and those that are forwarded. */
@NullMarked
package io.mynah.chat.learning;

import org.jspecify.annotations.NullMarked;
