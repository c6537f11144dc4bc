package io.mynah.lm.training;

/** Thrown when a person has too few messages to learn from. */
public final class TooLittleText extends Exception {
  private static final long serialVersionUID = 1L;

  private final int messages;
  private final int needed;

  public TooLittleText(int messages, int needed) {
    super(messages + " messages, " + needed + " needed", null, false, false);
    this.messages = messages;
    this.needed = needed;
  }

  /** How many messages there are. */
  public int messages() {
    return messages;
  }

  /** How many messages are needed. */
  public int needed() {
    return needed;
  }
}
