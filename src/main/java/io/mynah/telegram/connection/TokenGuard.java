package io.mynah.telegram.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Removes the bot's token from texts and exceptions, as it is part of every URL that the bot calls.
 * Immutable.
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
   * The fault itself if nothing in its chain contains the token, else a copy without it that keeps
   * the stack trace.
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
   * A copy of a fault for the log: types and stack traces of the whole chain, but no messages,
   * since these may quote people's texts.
   */
  public static Throwable withoutMessages(Throwable fault) {
    return withoutMessages(fault, 0);
  }

  private static Throwable withoutMessages(Throwable fault, int depth) {
    Throwable cause = fault.getCause();
    Throwable copy =
        new WordlessFault(
            fault.getClass().getName(),
            cause == null || depth > 8 ? null : withoutMessages(cause, depth + 1));
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
