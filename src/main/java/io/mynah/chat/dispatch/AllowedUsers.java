package io.mynah.chat.dispatch;

import io.mynah.chat.Envelope;
import io.mynah.domain.OwnerId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may use the bot. The owner at the terminal always may. */
public sealed interface AllowedUsers {
  /** Every user who writes to the bot. */
  record Everyone() implements AllowedUsers {}

  /** Users who opened the bot with a one-time link, now or earlier. */
  record ByLink() implements AllowedUsers {}

  /**
   * The listed users and nobody else.
   *
   * @param users ids or user names; user names in lower case, without @
   */
  record Listed(Set<String> users) implements AllowedUsers {
    public Listed {
      users = Set.copyOf(users);
    }

    boolean holds(Envelope envelope) {
      OwnerId sender = envelope.sender();
      String name = envelope.username();
      return sender.telegramUser().stream().anyMatch(id -> users.contains(Long.toString(id)))
          || (name != null && users.contains(name.toLowerCase(Locale.ROOT)))
          || sender.equals(OwnerId.LOCAL);
    }
  }

  /**
   * Parses a setting: empty or {@code link} for the link alone, {@code everyone}, or ids and user
   * names separated by commas or spaces.
   */
  static AllowedUsers parse(String setting) {
    String words = setting.strip().toLowerCase(Locale.ROOT);
    if (words.isEmpty() || words.equals("link")) {
      return new ByLink();
    }
    if (words.equals("everyone")) {
      return new Everyone();
    }
    return listed(words);
  }

  /** Parses ids and user names separated by commas or spaces. */
  static Listed listed(String setting) {
    return new Listed(
        Arrays.stream(setting.split("[,;\\s]+"))
            .map(word -> word.replaceFirst("^@", "").toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toSet()));
  }
}
