package io.mynah.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a finished model does, measured on messages that it generated without context.
 *
 * @param recognition null where the chat has nobody else to be told from
 * @param longer generated messages of four or more words
 * @param copied those of them that the chat has verbatim
 * @param zone by which the hours are counted, as {@link java.time.ZoneId} names it
 */
public record VoiceFigures(
    @Nullable Recognition recognition,
    int longer,
    int copied,
    MessageTally real,
    MessageTally made,
    String zone,
    List<Favourite> words,
    List<Favourite> emoji) {
  public VoiceFigures {
    words = List.copyOf(words);
    emoji = List.copyOf(emoji);
  }
}
