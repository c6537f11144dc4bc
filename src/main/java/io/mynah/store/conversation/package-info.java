/**
 * The state of conversations that survives a restart: settings, open questions, uploads, sessions
 * and corrections.
 */
@NullMarked
package io.mynah.store.conversation;

import org.jspecify.annotations.NullMarked;
