package io.mynah.telegram.connection;

import java.time.Duration;
import java.util.OptionalLong;

/** Thrown when a call of the Bot API fails. Its message never contains the token. */
public final class ApiFault extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kind of failure, from the caller's point of view. */
  public enum Kind {
    /** Flood control: wait as long as {@link #retryAfter()} says. */
    TOO_FAST,
    /** A temporary fault of the network or the server, which did nothing: worth another try. */
    PASSING,
    /** As {@link #PASSING}, but the server may have carried out the call. */
    UNCLEAR,
    /** The server carried out the call, but its answer cannot be read: do not repeat it. */
    UNREADABLE,
    /** The person blocked the bot, or the group removed it: stop sending there. */
    FORBIDDEN,
    /** The token is not valid. */
    TOKEN_REFUSED,
    /** The server refuses the call; repeating it does not help. */
    REFUSED
  }

  private final Kind kind;
  private final Duration retryAfter;
  private final int status;
  private final long movedTo;

  /** A fault of a call without an answer. */
  ApiFault(Kind kind, String message, Duration retryAfter) {
    this(kind, message, retryAfter, 0, 0);
  }

  /**
   * @param status the error code of the answer
   * @param movedTo the group's new id, 0 if it did not move
   */
  ApiFault(Kind kind, String message, Duration retryAfter, int status, long movedTo) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.status = status;
    this.movedTo = movedTo;
  }

  public Kind kind() {
    return kind;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  /** The error code of the answer, such as 502; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** The group's new id, if it became a supergroup. */
  public OptionalLong movedTo() {
    return movedTo == 0 ? OptionalLong.empty() : OptionalLong.of(movedTo);
  }

  /** Whether the server's description contains these words. */
  public boolean says(String words) {
    return String.valueOf(getMessage()).contains(words);
  }
}
