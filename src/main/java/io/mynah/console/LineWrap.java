package io.mynah.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** Breaks lines between words where they are wider than a terminal. */
final class LineWrap {
  /** What a line of a list begins with: the lines that follow are set in by as much. */
  private static final Pattern BULLET = Pattern.compile("\\s*(?:\\d+\\.|[•–-])\\s+|\\s+");

  private LineWrap() {}

  /**
   * The parts of a line, each on a line of its own.
   *
   * @param width of the terminal in columns; a word that is wider is broken
   */
  static List<String> wrap(String line, int width) {
    if (columns(line) <= width) {
      return List.of(line);
    }
    Matcher bullet = BULLET.matcher(line);
    int setIn = bullet.lookingAt() ? columns(bullet.group()) : 0;
    String margin = " ".repeat(setIn < width / 2 ? setIn : 0);
    List<String> parts = new ArrayList<>();
    String rest = line;
    while (columns(rest) > width) {
      int end = fitting(rest, width);
      int space = rest.lastIndexOf(' ', end);
      boolean betweenWords = space > 0 && !rest.substring(0, space).isBlank();
      int cut = betweenWords ? space : end;
      parts.add(rest.substring(0, cut).stripTrailing());
      rest = margin + rest.substring(cut).stripLeading();
    }
    parts.add(rest);
    return parts;
  }

  /** How many columns a text takes. */
  static int columns(String text) {
    return text.codePoints().map(LineWrap::columns).sum();
  }

  private static int columns(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** How many characters of a text fit into a line, one at least. */
  static int fitting(String text, int width) {
    int taken = 0;
    int index = 0;
    while (index < text.length()) {
      int codePoint = text.codePointAt(index);
      taken += columns(codePoint);
      if (taken > width && index > 0) {
        return index;
      }
      index += Character.charCount(codePoint);
    }
    return index;
  }

  /** A line without what a terminal would obey instead of showing it. */
  static String printable(String line) {
    return line.replace("\t", "    ").replaceAll("\\p{Cc}", "");
  }
}
