package io.mynah.telegram;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text into messages that Telegram takes. A cut prefers the end of a line, then the end of a
 * word, and never falls into what a reader sees as one character (a surrogate pair, an emoji with
 * its modifiers), unless that alone is longer than a message.
 */
final class MessageSplitter {
  /** The longest text of a message, in UTF-16 units. */
  static final int LONGEST = 4096;

  private MessageSplitter() {}

  /** The parts in order; none is blank. Empty if the text is blank. */
  static List<String> split(String text) {
    return split(text, LONGEST);
  }

  static List<String> split(String text, int longest) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (text.length() - start > longest) {
      int end = cut(text, start, longest);
      add(parts, text.substring(start, end));
      start = end;
    }
    add(parts, text.substring(start));
    return parts;
  }

  /** The beginning of a text that is too long for one message, with a sign that more was there. */
  static String shorten(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    return text.substring(0, character(text, 0, LONGEST - 1)) + "…";
  }

  private static void add(List<String> parts, String part) {
    String trimmed = part.stripTrailing();
    if (!trimmed.isBlank()) {
      parts.add(parts.isEmpty() ? trimmed : stripLineBreaks(trimmed));
    }
  }

  private static String stripLineBreaks(String part) {
    int from = 0;
    while (part.charAt(from) == '\n' || part.charAt(from) == '\r') {
      from++;
    }
    return part.substring(from);
  }

  private static int cut(String text, int start, int longest) {
    int limit = start + longest;
    // A part of less than half a message would make more parts than a nice border is worth.
    int least = start + longest / 2;
    int line = text.lastIndexOf('\n', limit - 1);
    if (line >= least) {
      return line + 1;
    }
    for (int i = limit - 1; i >= least; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i + 1;
      }
    }
    return character(text, start, longest);
  }

  private static int character(String text, int start, int longest) {
    int limit = start + longest;
    int from = Math.max(start, limit - 256);
    if (from > start && Character.isLowSurrogate(text.charAt(from))) {
      from--;
    }
    String window = text.substring(from, Math.min(text.length(), limit + 64));
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(window);
    int at =
        characters.isBoundary(limit - from) ? limit - from : characters.preceding(limit - from);
    if (at != BreakIterator.DONE && from + at > start) {
      return from + at;
    }
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }
}
