/** Listing an owner's people, showing their cards, and finding out who is meant. */
@NullMarked
package io.mynah.chat.people;

import org.jspecify.annotations.NullMarked;
