/**
 * The values that all packages share: owners, people, messages, chats, jobs and settings, as
 * immutable, thread-safe records.
 */
@NullMarked
package io.mynah.domain;

import org.jspecify.annotations.NullMarked;
