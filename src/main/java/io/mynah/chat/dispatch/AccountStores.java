package io.mynah.chat.dispatch;

import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Invitations;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.conversation.UserUsage;
import io.mynah.store.corpora.Removals;

/** The stores of who may use the bot, of what they set, and of what was set for them. */
public record AccountStores(
    AdmittedUsers admittedUsers,
    Invitations invitations,
    OwnerPreferences preferences,
    UserLimits limits,
    UserUsage usage,
    Removals removals) {}
