package io.mynah.text;

/**
 * The control tokens. They are the first of every vocabulary, before the 256 bytes and the learned
 * pieces, so that a model predicts the end of a message as it predicts a piece. None is ever part
 * of an encoded text, whatever its characters.
 */
public final class ControlTokens {
  /** Ends every message; the only control token that a model is judged on. */
  public static final int END = 0;

  /** Begins a message of the person whose model it is. */
  public static final int OWN = 1;

  /** Begins a message of anyone else. */
  public static final int OTHER = 2;

  /** Stands where earlier messages are left out, so also at the beginning of a conversation. */
  public static final int GAP = 3;

  /** How many control tokens there are. */
  public static final int COUNT = 4;

  private ControlTokens() {}

  /** Whether a token is a control token. */
  public static boolean is(int token) {
    return token < COUNT;
  }
}
