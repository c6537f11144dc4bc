package io.mynah.export.discord;

import java.util.regex.Pattern;

/** Turns Discord's marks for people, channels and emoji into what is seen of them. */
final class DiscordText {
  private static final Pattern EMOJI = Pattern.compile("<a?(:\\w{1,32}:)\\d{1,20}>");
  private static final Pattern ID = Pattern.compile("<(?:@[!&]?|#|t:)\\d{1,20}(?::\\w)?> ?");

  private DiscordText() {}

  /** The text with the names of emoji, and without ids of people and channels. */
  static String plain(String text) {
    if (text.indexOf('<') < 0) {
      return text;
    }
    return ID.matcher(EMOJI.matcher(text).replaceAll("$1")).replaceAll("");
  }
}
