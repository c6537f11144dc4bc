package io.mynah.text;

/**
 * The control tokens, which mark who begins a message, where it ends, and where messages are left
 * out. They come first in every vocabulary, before the 256 bytes and the learned pieces, so a model
 * predicts the end of a message in the same way as a piece. No encoded text contains one, whatever
 * its characters.
 */
public final class ControlTokens {
  /** Ends every message; the only control token whose prediction is scored. */
  public static final int END = 0;

  /** Begins a message of the person the model is for. */
  public static final int OWN = 1;

  /** Begins a message of anyone else. */
  public static final int OTHER = 2;

  /** Marks that earlier messages are left out; also begins a conversation. */
  public static final int GAP = 3;

  /** How many control tokens there are. */
  public static final int COUNT = 4;

  private ControlTokens() {}

  /** Whether a token is a control token. */
  public static boolean is(int token) {
    return token < COUNT;
  }
}
