package io.mynah.export;

/**
 * What was read.
 *
 * @param chat the chat with its people, as far as the file goes
 * @param truncated the file ends early or breaks off: what parsed was kept
 * @param skipped messages that are not learned: service messages, forwards, bots', empty ones
 */
public record ReadReport(ChatSummary chat, boolean truncated, int skipped) {}
