/** Conversations as they are had, over a real store, with a trainer that takes no time. */
@NullMarked
package io.mynah.chat;

import org.jspecify.annotations.NullMarked;
