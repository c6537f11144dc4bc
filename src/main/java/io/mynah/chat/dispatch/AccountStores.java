package io.mynah.chat.dispatch;

import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Invitations;
import io.mynah.store.conversation.OwnerPreferences;

/** The stores of who may use the bot, and of what they set. */
public record AccountStores(
    AdmittedUsers admittedUsers, Invitations invitations, OwnerPreferences preferences) {}
