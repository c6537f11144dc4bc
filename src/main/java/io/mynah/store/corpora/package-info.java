/** Chats, their people and messages: importing, reading, sharing and erasing them. */
@NullMarked
package io.mynah.store.corpora;

import org.jspecify.annotations.NullMarked;
