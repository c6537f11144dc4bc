package io.mynah.chat.converse;

import io.mynah.chat.words.Wording;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that nobody has, given where a name was expected.
 *
 * @param name as it can stand in a sentence
 * @param rest of the text
 */
record UnknownName(String name, String rest) {
  private static final Pattern FIRST_WORD = Pattern.compile("(\\S+)(.*)", Pattern.DOTALL);

  /**
   * Matches text that begins with a name: one word alone, a word before a number, or a first
   * character that is a capital letter, a letter without case or @. A topic has several words and
   * begins with a small letter.
   */
  private static final Pattern NAME_LIKE =
      Pattern.compile("(?:\\S+(?:\\s+\\d.*)?|[\\p{Lu}\\p{Lo}@].*)", Pattern.DOTALL);

  /** Whether a text begins with an intended name rather than with a topic. */
  static boolean begins(String words) {
    return NAME_LIKE.matcher(words.strip()).matches();
  }

  /** Takes the first word as the name. */
  static UnknownName at(String words) {
    Matcher first = FIRST_WORD.matcher(words.strip());
    return first.matches()
        ? new UnknownName(Wording.name(first.group(1)), first.group(2).strip())
        : new UnknownName(Wording.name(words), "");
  }
}
