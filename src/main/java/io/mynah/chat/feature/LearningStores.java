package io.mynah.chat.feature;

import io.mynah.store.corpora.AddedMessages;
import io.mynah.store.corpora.LearningGroups;

/** The stores for learning without an export. */
public record LearningStores(LearningGroups groups, AddedMessages messages) {}
