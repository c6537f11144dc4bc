package io.mynah.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a finished model, on messages that it generated without context.
 *
 * @param recognition null if the chat has no other people
 * @param longer generated messages of four or more words
 * @param copied those that the chat contains verbatim
 * @param zone the time zone of the hours, as named by {@link java.time.ZoneId}
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
