package io.mynah.telegram.connection;

import java.time.Duration;
import java.util.OptionalLong;

/** Why a call of the Bot API failed. Its message never holds the token. */
public final class ApiFault extends Exception {
  private static final long serialVersionUID = 1L;

  /** What a failure means for the caller. */
  public enum Kind {
    /** Flood control: wait as long as {@link #retryAfter()} says. */
    TOO_FAST,
    /** The network or the server is in trouble and did nothing: worth another try. */
    PASSING,
    /** As {@link #PASSING}, but the server may have done its part: no answer tells. */
    UNCLEAR,
    /** The person blocked the bot, or the bot was put out of the group: stop sending there. */
    FORBIDDEN,
    /** The token is not, or no longer, valid. */
    TOKEN_REFUSED,
    /** The server will not do this, however often it is asked. */
    REFUSED
  }

  private final Kind kind;
  private final Duration retryAfter;
  private final long movedTo;

  ApiFault(Kind kind, String message, Duration retryAfter) {
    this(kind, message, retryAfter, 0);
  }

  /**
   * @param movedTo the id that the group has now, 0 if it did not move
   */
  ApiFault(Kind kind, String message, Duration retryAfter, long movedTo) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.movedTo = movedTo;
  }

  public Kind kind() {
    return kind;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  /** The id that the group has now, if it became a supergroup. */
  public OptionalLong movedTo() {
    return movedTo == 0 ? OptionalLong.empty() : OptionalLong.of(movedTo);
  }

  /** Whether the server's description holds these words. */
  public boolean says(String words) {
    return String.valueOf(getMessage()).contains(words);
  }
}
