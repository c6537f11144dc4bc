/** Receiving updates: polls them, stores them in the inbox and hands them to the conversation. */
@NullMarked
package io.mynah.telegram.incoming;

import org.jspecify.annotations.NullMarked;
