package io.mynah.telegram.outgoing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text into messages of a length that Telegram accepts. Prefers to split at the end of a
 * line, then of a word, and never splits a visible character (a surrogate pair, an emoji with its
 * modifiers, a family, a flag), unless that alone is longer than a message.
 */
public final class MessageSplitter {
  /** The longest text of a message, in UTF-16 units. */
  static final int LONGEST = 4096;

  /** One visible character. BreakIterator of Java 17 splits emoji. */
  private static final Pattern CHARACTER = Pattern.compile("\\X");

  /** How far beyond the limit to look; enough to see whether a character continues. */
  private static final int BEYOND = 64;

  private MessageSplitter() {}

  /** The parts in order; none is blank. Empty if the text is blank. */
  public static List<String> split(String text) {
    return split(text, LONGEST);
  }

  public static List<String> split(String text, int longest) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (text.length() - start > longest) {
      Cuts cuts = Cuts.of(text, start, start + longest);
      // A clean break is not worth a part of less than half a message.
      int end = cuts.best(start + longest / 2);
      add(parts, text.substring(start, end));
      start = end;
    }
    add(parts, text.substring(start));
    return parts;
  }

  /** Shortens a text that is too long for one message, and marks the cut. */
  public static String shorten(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    return text.substring(0, Cuts.of(text, 0, LONGEST - 1).character()) + "…";
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

  /** The last positions before a limit where a text can be split; −1 if there is none. */
  private record Cuts(int line, int word, int character) {
    static Cuts of(String text, int start, int limit) {
      Matcher next = CHARACTER.matcher(text).region(start, Math.min(text.length(), limit + BEYOND));
      int line = -1;
      int word = -1;
      int character = -1;
      while (next.find() && next.end() <= limit) {
        character = next.end();
        if (text.charAt(character - 1) == '\n') {
          line = character;
        } else if (Character.isWhitespace(text.charAt(character - 1))) {
          word = character;
        }
      }
      if (character < 0) {
        character = Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
      }
      return new Cuts(line, word, character);
    }

    int best(int least) {
      if (line >= least) {
        return line;
      }
      return word >= least ? word : character;
    }
  }
}
