/**
 * Updates that are not done, their effects, and the messages sent or still to be edited in answer
 * to them.
 */
@NullMarked
package io.mynah.store.inbox;

import org.jspecify.annotations.NullMarked;
