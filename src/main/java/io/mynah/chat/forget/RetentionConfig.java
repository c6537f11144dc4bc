package io.mynah.chat.forget;

/**
 * How long unused chats are kept.
 *
 * @param months without an import, a training or a reply; 0 for ever
 * @param noticeDays how many days before the erasure the owner is told
 */
public record RetentionConfig(int months, int noticeDays) {
  /** Nothing is erased by itself. */
  public static final RetentionConfig FOR_EVER = new RetentionConfig(0, 7);

  /** Whether unused chats are erased at all. */
  boolean ends() {
    return months > 0;
  }
}
