package io.mynah.chat.roster;

import io.mynah.domain.Chat;
import io.mynah.domain.Person;
import io.mynah.text.NameFolding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds people of whom a text names the chat as well: {@code NAME@CHAT}. The chat is its title,
 * whole words of it, the beginning of one, or the place that its export is from.
 */
final class ChatNames {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final int LONGEST_TITLE = 8;
  private static final String TELEGRAM = "Telegram";

  /** The places that exports, and imported voices, are from, by what begins the key of a chat. */
  private static final Map<String, String> PLACES =
      Map.of(
          "whatsapp", "WhatsApp",
          "discord", "Discord",
          "slack", "Slack",
          "signal", "Signal",
          "imessage", "iMessage",
          "table", "",
          "voice", "Mynah",
          "sha256", "");

  private ChatNames() {}

  /** The place that a chat's export is from, empty if that is not known. */
  static String place(Chat chat) {
    String key = chat.sourceKey();
    return PLACES.getOrDefault(key.substring(0, Math.max(0, key.indexOf(':'))), TELEGRAM);
  }

  static boolean isOfTelegram(Chat chat) {
    return place(chat).equals(TELEGRAM);
  }

  /** The people whom a text begins with, with or without their chat. */
  static NameFinder.Found find(String text, List<Person> people, List<Chat> chats) {
    int at = text.indexOf('@');
    if (at <= 0 || Character.isWhitespace(text.charAt(at - 1))) {
      return NameFinder.find(text, people);
    }
    NameFinder.Found named = NameFinder.find(text.substring(0, at), people);
    if (!named.sure() || !named.rest().isEmpty() || named.people().isEmpty()) {
      return NameFinder.find(text, people);
    }
    String after = text.substring(at + 1).strip();
    List<MatchResult> words = WORD.matcher(after).results().limit(LONGEST_TITLE).toList();
    for (int count = words.size(); count > 0; count--) {
      int end = words.get(count - 1).end();
      String title = after.substring(0, end);
      List<Person> fitting =
          named.people().stream()
              .filter(
                  person ->
                      chats.stream()
                          .anyMatch(chat -> person.isOf(chat.id()) && isCalled(chat, title)))
              .toList();
      if (!fitting.isEmpty()) {
        return new NameFinder.Found(fitting, after.substring(end).strip(), true);
      }
    }
    return new NameFinder.Found(named.people(), "", false);
  }

  private static boolean isCalled(Chat chat, String words) {
    String wanted = NameFolding.fold(words.replaceAll("^[“\"«„]|[”\"»“]$", ""));
    return !wanted.isEmpty()
        && ((" " + NameFolding.fold(chat.title())).contains(" " + wanted)
            || place(chat).toLowerCase(Locale.ROOT).equals(wanted));
  }
}
