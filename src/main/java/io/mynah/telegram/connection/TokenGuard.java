package io.mynah.telegram.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bot's token out of logs and of messages of exceptions: it is part of every address that
 * the bot calls. Immutable.
 */
public final class TokenGuard {
  private static final String INSTEAD = "<token>";

  private final String token;

  public TokenGuard(String token) {
    this.token = token;
  }

  /** The text without the token. */
  public String redact(@Nullable String text) {
    return text == null ? "" : text.replace(token, INSTEAD);
  }

  /**
   * The fault itself if nothing in its chain holds the token, else a copy without it that keeps the
   * stack trace.
   */
  public IOException redact(IOException fault) {
    for (Throwable link = fault; link != null; link = link.getCause()) {
      if (holdsToken(link)) {
        IOException copy = new IOException(redact(fault.toString()));
        copy.setStackTrace(fault.getStackTrace());
        return copy;
      }
    }
    return fault;
  }

  private boolean holdsToken(Throwable link) {
    String message = link.getMessage();
    if (message != null && message.contains(token)) {
      return true;
    }
    for (Throwable suppressed : link.getSuppressed()) {
      if (suppressed.toString().contains(token)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A copy of a fault for the log: kinds and stack traces of the whole chain, but no message, since
   * a message may quote what people wrote.
   */
  public static Throwable wordless(Throwable fault) {
    return wordless(fault, 0);
  }

  private static Throwable wordless(Throwable fault, int depth) {
    Throwable cause = fault.getCause();
    Throwable copy =
        new WordlessFault(
            fault.getClass().getName(),
            cause == null || depth > 8 ? null : wordless(cause, depth + 1));
    copy.setStackTrace(fault.getStackTrace());
    return copy;
  }

  private static final class WordlessFault extends Exception {
    private static final long serialVersionUID = 1L;

    WordlessFault(String kind, @Nullable Throwable cause) {
      super(kind, cause);
    }
  }
}
