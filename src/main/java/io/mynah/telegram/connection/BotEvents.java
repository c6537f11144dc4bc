package io.mynah.telegram.connection;

import java.time.Duration;

/**
 * Is told what the bot does, to count it. Called on any thread; must return at once and not throw.
 */
public interface BotEvents {
  /** Ignores all events. */
  BotEvents IGNORED = new BotEvents() {};

  /** New updates are in the inbox. */
  default void received(int updates) {}

  /** An update was handled, but for what is said later. */
  default void handled() {}

  /** An update was not handled, because of a fault. */
  default void notHandled() {}

  /** The first message of an answer was sent, so long after the update came in. */
  default void answered(Duration since) {}

  /** A message was sent. */
  default void sent() {}

  /** A call of the Bot API failed; it may be tried again. */
  default void failed(ApiFault fault) {}
}
