package io.mynah.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** Wraps lines between words at the width of a terminal. */
final class LineWrap {
  /** The bullet or number of a list item; continuation lines are indented by its width. */
  private static final Pattern BULLET = Pattern.compile("\\s*(?:\\d+\\.|[•–-])\\s+|\\s+");

  private LineWrap() {}

  /**
   * Splits a line into lines of at most a width.
   *
   * @param width columns of the terminal; a wider word is broken
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

  /** The width of a text in columns. */
  static int columns(String text) {
    return text.codePoints().map(LineWrap::columns).sum();
  }

  private static int columns(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** How many characters of a text fit into a line, at least one. */
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

  /** A line without control characters, which a terminal would execute. */
  static String printable(String line) {
    return line.replace("\t", "    ").replaceAll("\\p{Cc}", "");
  }
}
