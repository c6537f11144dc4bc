package io.mynah.chat.feature;

import io.mynah.chat.buttons.Verb;
import io.mynah.domain.OwnerId;
import java.util.Map;

/**
 * A part of the conversation: commands and buttons that belong together, and the background work
 * behind them. Thread-safe.
 */
public interface Feature {
  /** The commands, by their names without the slash. */
  default Map<String, Command> commands() {
    return Map.of();
  }

  /** The handlers of its buttons. */
  default Map<Verb, PressHandler> buttons() {
    return Map.of();
  }

  /** Resumes what an earlier process left. Called once, before anything is handled. */
  default void resume() {}

  /**
   * Whether background work for an owner is in progress, or a message about it is still to be sent.
   */
  default boolean busy(OwnerId owner) {
    return false;
  }

  /** Ends what is in progress for an owner, and deletes what is kept of it in memory. */
  default void forget(OwnerId owner) {}

  /**
   * Stops: begins nothing new and sends nothing more. What is stored is resumed at the next start.
   */
  default void close() {}
}
