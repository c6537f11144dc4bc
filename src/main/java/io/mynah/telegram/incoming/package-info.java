/**
 * Polling: from an update on the wire to a row of the inbox, and from there to the conversation.
 */
@NullMarked
package io.mynah.telegram.incoming;

import org.jspecify.annotations.NullMarked;
