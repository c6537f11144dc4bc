package io.mynah.chat.feature;

import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.conversation.SpokenMessages;

/** The stores of what was said as people, and of what those who read it made of it. */
public record FeedbackStores(
    SpokenMessages spokenMessages,
    Corrections corrections,
    LikedMessages likedMessages,
    GuessScores guessScores) {}
