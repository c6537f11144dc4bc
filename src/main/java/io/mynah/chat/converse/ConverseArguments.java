package io.mynah.chat.converse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments after the names in {@code /converse NAME NAME [n] [topic]}.
 *
 * @param count of messages, 1 to {@value #MOST}
 * @param capped whether more were asked for
 * @param topic what is said to both beforehand; may be empty
 */
public record ConverseArguments(int count, boolean capped, String topic) {
  static final int MOST = 40;

  private static final int USUAL = 12;
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?:\\s+(.*))?", Pattern.DOTALL);

  /** The words that may stand between the two names, in any language that Mynah speaks. */
  private static final Pattern BETWEEN =
      Pattern.compile(
          "^(?:[,;&+]|(?:and|with|und|mit|и|с|y|con|e|com)\\b)\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

  /** Removes the “and” before the next name from the text after a name. */
  public static String withoutAnd(String rest) {
    return BETWEEN.matcher(rest.strip()).replaceFirst("");
  }

  /** The same arguments with at most this many messages. */
  public ConverseArguments atMost(int most) {
    return new ConverseArguments(Math.min(most, count), capped, topic);
  }

  /** Parses the text after the names; any text is valid. */
  public static ConverseArguments parse(String rest) {
    Matcher number = NUMBER.matcher(rest.strip());
    if (!number.matches()) {
      return new ConverseArguments(USUAL, false, rest.strip());
    }
    long wanted = Long.parseLong(number.group(1));
    String topic = number.group(2) == null ? "" : number.group(2).strip();
    return new ConverseArguments((int) Math.max(1, Math.min(MOST, wanted)), wanted > MOST, topic);
  }
}
