package io.mynah.chat.feature;

import io.mynah.store.blobs.BlobStore;
import io.mynah.store.conversation.ChatSessions;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.Uploads;

/**
 * The stores of what is open with owners: uploads and their files, questions to them, and their
 * chats.
 */
public record DialogueStores(
    Uploads uploads, BlobStore blobs, Expectations expectations, ChatSessions chatSessions) {}
