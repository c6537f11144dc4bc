package io.mynah.domain;

/** The id of a voice's own bot, as the channel knows it. */
public record VoiceBotId(long value) {}
