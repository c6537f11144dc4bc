package io.mynah.chat.dispatch;

import io.mynah.chat.Envelope;
import java.util.Locale;
import java.util.Optional;

/**
 * Who administers the bot.
 *
 * @param listed these and nobody else; empty for whoever was let in before anybody else
 */
public record Administrators(Optional<Allowed.Listed> listed) {
  /** Whoever was let in before anybody else. */
  public static final Administrators FIRST = new Administrators(Optional.empty());

  /**
   * Reads a setting: empty or {@code first}, or ids and user names with commas or spaces between
   * them.
   */
  public static Administrators parse(String setting) {
    String words = setting.strip().toLowerCase(Locale.ROOT);
    return words.isEmpty() || words.equals("first")
        ? FIRST
        : new Administrators(Optional.of(Allowed.listed(words)));
  }

  /** Whether someone is named. */
  boolean name(Envelope envelope) {
    return listed.filter(users -> users.holds(envelope)).isPresent();
  }
}
