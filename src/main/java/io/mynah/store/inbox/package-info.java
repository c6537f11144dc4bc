/**
 * Updates that are not done, what they did, and what was sent or is still to be changed in answer
 * to them.
 */
@NullMarked
package io.mynah.store.inbox;

import org.jspecify.annotations.NullMarked;
