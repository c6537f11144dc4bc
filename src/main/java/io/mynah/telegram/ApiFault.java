package io.mynah.telegram;

import java.time.Duration;

/** Why a call of the Bot API failed. Its message never holds the token. */
final class ApiFault extends Exception {
  private static final long serialVersionUID = 1L;

  /** What a failure means for the caller. */
  enum Kind {
    /** Flood control: wait as long as {@link #retryAfter()} says. */
    TOO_FAST,
    /** The network or the server is in trouble: worth another try. */
    PASSING,
    /** The person blocked the bot, or the bot was put out of the group: stop sending there. */
    FORBIDDEN,
    /** The token is not, or no longer, valid. */
    TOKEN_REFUSED,
    /** The server will not do this, however often it is asked. */
    REFUSED
  }

  private final Kind kind;
  private final Duration retryAfter;

  ApiFault(Kind kind, String message, Duration retryAfter) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the server's description holds these words. */
  boolean says(String words) {
    return String.valueOf(getMessage()).contains(words);
  }
}
