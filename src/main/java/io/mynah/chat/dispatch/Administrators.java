package io.mynah.chat.dispatch;

import io.mynah.chat.Envelope;
import io.mynah.domain.OwnerId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who administers the bot.
 *
 * @param listed these users and nobody else; empty for the first user who was let in
 */
public record Administrators(Optional<AllowedUsers.Listed> listed) {
  /** The first user who was let in. */
  public static final Administrators FIRST = new Administrators(Optional.empty());

  /**
   * Parses a setting: empty or {@code first}, or ids and user names separated by commas or spaces.
   */
  public static Administrators parse(String setting) {
    String words = setting.strip().toLowerCase(Locale.ROOT);
    return words.isEmpty() || words.equals("first")
        ? FIRST
        : new Administrators(Optional.of(AllowedUsers.listed(words)));
  }

  /**
   * The administrators' Telegram ids, as far as they are known.
   *
   * @param first the user who was let in first
   */
  public Set<Long> ids(Optional<OwnerId> first) {
    Stream<String> known =
        listed.isPresent()
            ? listed.get().users().stream()
            : first.stream()
                .flatMap(owner -> owner.telegramUser().stream().mapToObj(Long::toString));
    return known
        .filter(id -> id.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a user administers the bot, as far as that can be said by their id.
   *
   * @param first the user who was let in first
   */
  public boolean names(OwnerId owner, Optional<OwnerId> first) {
    Set<Long> ids = ids(first);
    return owner.telegramUser().stream().anyMatch(ids::contains);
  }

  /** Whether the list names a user. */
  boolean name(Envelope envelope) {
    return listed.filter(users -> users.holds(envelope)).isPresent();
  }
}
