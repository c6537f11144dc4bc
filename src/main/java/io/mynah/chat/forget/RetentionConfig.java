package io.mynah.chat.forget;

/**
 * How long chats are kept that nobody uses.
 *
 * @param months without an import, a training or a word; 0 for ever
 * @param noticeDays before it is erased its owner is told
 */
public record RetentionConfig(int months, int noticeDays) {
  /** Nothing is erased by itself. */
  public static final RetentionConfig FOR_EVER = new RetentionConfig(0, 7);

  /** Whether anything is erased by itself. */
  boolean ends() {
    return months > 0;
  }
}
