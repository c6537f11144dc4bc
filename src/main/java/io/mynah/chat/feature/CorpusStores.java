package io.mynah.chat.feature;

import io.mynah.store.conversation.VoiceBots;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Erasures;
import io.mynah.store.corpora.IdleChats;
import io.mynah.store.corpora.JoinedPeople;
import io.mynah.store.corpora.PersonReactions;
import io.mynah.store.corpora.Shares;

/** The stores of imported chats: what is in them, who may use them, and how they go. */
public record CorpusStores(
    Corpora corpora,
    JoinedPeople joinedPeople,
    PersonReactions reactions,
    Shares shares,
    LearningStores learning,
    VoiceBots voiceBots,
    IdleChats idleChats,
    Erasures erasures) {}
