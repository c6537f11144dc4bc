package io.mynah.domain;

/**
 * A bot that speaks as one person only. Its token is not part of this.
 *
 * @param username its public name on the channel, without @
 * @param managed whether it was made through Mynah's bot, which can then ask for its token
 * @param shared whether others than the owner may use it
 * @param active whether it runs
 * @param reacts whether it reacts to messages as the person did
 */
public record VoiceBot(
    VoiceBotId id,
    PersonId person,
    OwnerId owner,
    String username,
    boolean managed,
    boolean shared,
    boolean active,
    boolean reacts) {}
