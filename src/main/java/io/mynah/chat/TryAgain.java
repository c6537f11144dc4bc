package io.mynah.chat;

/**
 * Thrown from the handling of an update that is {@link CurrentUpdate#repeatable}, when what keeps
 * it from being handled passes: the database is out of reach.
 */
public final class TryAgain extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TryAgain(Throwable cause) {
    super("to be handled again", cause, false, false);
  }
}
