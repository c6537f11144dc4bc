package io.mynah.domain;

import java.time.Instant;

/**
 * An imported chat. Of an export, only its names, ids, times, replies and texts are stored, and how
 * often each person reacted with which emoji.
 *
 * @param sourceKey the chat's identity in its owner's exports, the same in every export of it
 * @param title the chat's name in the export, or a placeholder
 */
public record Chat(ChatId id, OwnerId owner, String sourceKey, String title, Instant importedAt) {}
