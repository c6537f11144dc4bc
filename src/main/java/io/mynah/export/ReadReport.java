package io.mynah.export;

import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import java.util.Map;

/**
 * The outcome of reading one chat.
 *
 * @param chat the chat with its people, as far as the file goes
 * @param truncated whether the file ends early or breaks off; what was parsed is kept
 * @param datesAssumed whether the dates have two readings that both fit, and the one with the day
 *     before the month was taken
 * @param skipped messages that are not learned from: service messages, forwards, bots' messages,
 *     empty ones
 * @param reactions of the people who reacted to messages that can be learned from
 */
public record ReadReport(
    ChatSummary chat,
    boolean truncated,
    boolean datesAssumed,
    int skipped,
    Map<PersonKey, Reactions> reactions) {
  public ReadReport {
    reactions = Map.copyOf(reactions);
  }
}
