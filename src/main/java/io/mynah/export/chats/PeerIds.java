package io.mynah.export.chats;

import org.jspecify.annotations.Nullable;

/**
 * Parses Telegram's ids of people and chats. Over the years exports have written them in four ways:
 * as plain numbers, as numbers with a peer bit (2.4.0 to 2.7.1, when ids had no more than 32 bits),
 * and as {@code user123}, {@code chat123}, {@code channel123}.
 */
public final class PeerIds {
  private static final long USER_BIT = 1L << 32;
  private static final long CHAT_BIT = 2L << 32;
  private static final long BITS_END = 3L << 32;

  private PeerIds() {}

  /**
   * An id in the form {@code user123}, however the export writes it.
   *
   * @param raw the value of {@code from_id}
   * @param inChannel whether the chat is a supergroup or a channel, which decides the meaning of a
   *     number with the chat bit
   * @return {@code null} if {@code raw} is no id
   */
  static @Nullable String normalise(CharSlice raw, boolean inChannel) {
    for (String family : FAMILIES) {
      if (startsWith(raw, family)) {
        long id = number(raw, family.length());
        return id < 0 ? null : family + id;
      }
    }
    long id = number(raw, 0);
    if (id < 0) {
      return null;
    }
    if (id >= CHAT_BIT && id < BITS_END) {
      return (inChannel ? "channel" : "chat") + (id - CHAT_BIT);
    }
    return "user" + withoutBits(id);
  }

  private static final String[] FAMILIES = {"user", "channel", "chat"};

  private static boolean startsWith(CharSlice raw, String family) {
    if (raw.length() <= family.length()) {
      return false;
    }
    for (int i = 0; i < family.length(); i++) {
      if (raw.charAt(i) != family.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether ids are written as numbers, which may have peer bits. */
  static boolean isNumber(CharSlice raw) {
    return number(raw, 0) >= 0;
  }

  /** An id without its peer bit, if it has one. */
  static long withoutBits(long id) {
    if (id >= CHAT_BIT && id < BITS_END) {
      return id - CHAT_BIT;
    }
    return id >= USER_BIT && id < CHAT_BIT ? id - USER_BIT : id;
  }

  /** The number from {@code start} to the end; negative if it cannot be an id. */
  public static long number(CharSlice raw, int start) {
    if (start >= raw.length()) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < raw.length(); i++) {
      int digit = raw.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - 9) / 10) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
