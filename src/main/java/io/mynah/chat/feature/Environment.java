package io.mynah.chat.feature;

import io.mynah.chat.Channel;
import io.mynah.chat.words.Languages;
import io.mynah.store.inbox.UpdateEffects;
import java.time.Clock;

/**
 * What every feature works in. All parts are thread-safe and outlive the conversation.
 *
 * @param channel through which users are reached
 * @param effects of the updates that are answered, stored so that none happens twice
 * @param languages in which users read what is sent without being asked for
 * @param faults which are logged
 */
public record Environment(
    Channel channel,
    UpdateEffects effects,
    Languages languages,
    ChatThreads threads,
    FaultLog faults,
    Clock clock) {}
