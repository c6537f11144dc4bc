package io.mynah.export.slack;

import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.CharSlice;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns Slack's marks for people, channels and links into what is seen of them. */
final class SlackText {
  private static final Pattern MARK = Pattern.compile("<([@#!]?)([^<>|\\n]*)(?:\\|([^<>\\n]*))?>");

  private SlackText() {}

  /**
   * Adds the text as people see it.
   *
   * @param names of the people, by id
   * @param most characters of what is seen
   * @throws RefusedException if it is longer
   */
  static void append(CharSlice seen, String text, Map<String, String> names, int most)
      throws RefusedException {
    int end = 0;
    if (text.indexOf('<') >= 0) {
      Matcher mark = MARK.matcher(text);
      while (mark.find()) {
        seen.append(unescaped(text.substring(end, mark.start())), most);
        seen.append(unescaped(seen(mark, names)), most);
        end = mark.end();
      }
    }
    seen.append(unescaped(text.substring(end)), most);
  }

  private static String unescaped(String text) {
    return text.indexOf('&') < 0
        ? text
        : text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static String seen(MatchResult mark, Map<String, String> names) {
    String target = mark.group(2);
    String label = mark.group(3);
    return switch (mark.group(1)) {
      case "@" -> "@" + names.getOrDefault(target, label == null ? "" : label);
      case "#" -> "#" + (label == null ? "" : label);
      case "!" -> label == null ? "@" + target.replaceAll("\\^.*", "") : label;
      default -> label == null || label.isBlank() ? target : label;
    };
  }
}
