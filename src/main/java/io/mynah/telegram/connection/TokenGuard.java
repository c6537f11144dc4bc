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
}
