package io.mynah.domain;

import java.time.Instant;

/**
 * An imported chat: of an export, only this chat's names, ids, times, replies and texts are kept.
 *
 * @param sourceKey the chat's identity in its owner's exports, the same in every export of it
 * @param title the chat's name as the export gives it, or a stand-in for chats without one
 */
public record Chat(ChatId id, OwnerId owner, String sourceKey, String title, Instant importedAt) {}
