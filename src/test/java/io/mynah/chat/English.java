package io.mynah.chat;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import io.mynah.chat.words.Phrases;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What Mynah says in English, by the keys of its texts. Arguments are given as to {@link Phrases};
 * the only argument of a text may be given as its value alone. Stateless.
 */
final class English {
  private static final Phrases PHRASES = Phrases.in(Locale.ENGLISH);
  private static final ResourceBundle TEXTS =
      ResourceBundle.getBundle("io.mynah.chat.texts", Locale.ROOT);

  private English() {}

  /**
   * A text as it is read.
   *
   * @throws AssertionError if the arguments are not exactly those of the text
   */
  static String text(String key, Object... arguments) {
    MessagePattern pattern = pattern(key);
    Set<String> names = names(pattern);
    Object[] namesAndValues = namesAndValues(key, names, arguments);
    if (!names.equals(given(namesAndValues).keySet())) {
      throw new AssertionError(key + " has the arguments " + names);
    }
    return PHRASES.plain(key, namesAndValues);
  }

  /**
   * What matches a text whatever its arguments are, but for those that are given.
   *
   * @throws AssertionError if an argument is given that is not in the text, or one that chooses
   *     words without the arguments in these
   */
  static Pattern anyText(String key, Object... arguments) {
    MessagePattern pattern = pattern(key);
    Set<String> names = names(pattern);
    Map<String, Object> given = given(namesAndValues(key, names, arguments));
    if (!names.containsAll(given.keySet())) {
      throw new AssertionError(key + " has the arguments " + names);
    }
    return Pattern.compile(regex(pattern, 0, given), Pattern.DOTALL);
  }

  private static MessagePattern pattern(String key) {
    return new MessagePattern(TEXTS.getString(key));
  }

  private static Set<String> names(MessagePattern pattern) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < pattern.countParts(); i++) {
      Part part = pattern.getPart(i);
      if (part.getType() == Part.Type.ARG_NAME) {
        names.add(pattern.getSubstring(part));
      }
    }
    return names;
  }

  private static Object[] namesAndValues(String key, Set<String> names, Object... arguments) {
    if (arguments.length != 1) {
      return arguments;
    }
    if (names.size() != 1) {
      throw new AssertionError(key + " has the arguments " + names);
    }
    return new Object[] {names.iterator().next(), arguments[0]};
  }

  private static Map<String, Object> given(Object... namesAndValues) {
    Map<String, Object> given = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return given;
  }

  /** All that the message may read that begins with a part. */
  private static String regex(MessagePattern pattern, int begin, Map<String, Object> given) {
    StringBuilder regex = new StringBuilder();
    int from = pattern.getPart(begin).getLimit();
    int end = pattern.getLimitPartIndex(begin);
    for (int i = begin + 1; i <= end; i++) {
      Part part = pattern.getPart(i);
      regex.append(Pattern.quote(pattern.getPatternString().substring(from, part.getIndex())));
      if (part.getType() == Part.Type.REPLACE_NUMBER) {
        regex.append("[\\d.,]+");
      } else if (part.getType() == Part.Type.ARG_START) {
        regex.append(argumentRegex(pattern, i, given));
        i = pattern.getLimitPartIndex(i);
      }
      from = pattern.getPart(i).getLimit();
    }
    return regex.toString();
  }

  /** All that an argument may read; it is filled in if everything is given that it needs. */
  private static String argumentRegex(
      MessagePattern pattern, int begin, Map<String, Object> given) {
    Part part = pattern.getPart(begin);
    int end = pattern.getLimitPartIndex(begin);
    String argument =
        pattern.getPatternString().substring(part.getIndex(), pattern.getPart(end).getLimit());
    if (given.keySet().containsAll(names(new MessagePattern(argument)))) {
      return Pattern.quote(new MessageFormat(argument, Locale.ENGLISH).format(given));
    }
    if (part.getArgType() == ArgType.NONE || part.getArgType() == ArgType.SIMPLE) {
      return ".+?";
    }
    String name = pattern.getSubstring(pattern.getPart(begin + 1));
    if (given.containsKey(name)) {
      throw new AssertionError(name + " is given without the arguments in its texts");
    }
    StringJoiner choices = new StringJoiner("|", "(?:", ")");
    for (int i = begin + 1; i < end; i++) {
      if (pattern.getPart(i).getType() == Part.Type.MSG_START) {
        choices.add(regex(pattern, i, given));
        i = pattern.getLimitPartIndex(i);
      }
    }
    return choices.toString();
  }
}
