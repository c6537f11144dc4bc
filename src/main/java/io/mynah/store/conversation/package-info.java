/**
 * What a conversation goes on from after a restart: settings, open questions, uploads, who speaks,
 * what was corrected.
 */
@NullMarked
package io.mynah.store.conversation;

import org.jspecify.annotations.NullMarked;
