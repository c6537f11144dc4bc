package io.mynah.chat.feature;

import io.mynah.store.conversation.ChatSessions;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.Uploads;

/** The stores of what is open with owners: uploads, questions to them, and their chats. */
public record DialogueStores(
    Uploads uploads, Expectations expectations, ChatSessions chatSessions) {}
