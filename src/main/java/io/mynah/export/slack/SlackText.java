package io.mynah.export.slack;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns Slack's marks for people, channels and links into what is seen of them. */
final class SlackText {
  private static final Pattern MARK = Pattern.compile("<([@#!]?)([^<>|\\n]*)(?:\\|([^<>\\n]*))?>");

  private SlackText() {}

  /**
   * The text as people see it.
   *
   * @param names of the people, by id
   */
  static String plain(String text, Map<String, String> names) {
    String seen =
        text.indexOf('<') < 0
            ? text
            : MARK.matcher(text).replaceAll(mark -> Matcher.quoteReplacement(seen(mark, names)));
    return seen.indexOf('&') < 0
        ? seen
        : seen.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
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
