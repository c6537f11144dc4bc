package io.mynah.chat.feature;

import io.mynah.chat.buttons.Verb;
import io.mynah.domain.OwnerId;
import java.util.Map;

/**
 * A part of the conversation: the commands and buttons that belong together, and what goes on
 * behind them. Thread-safe.
 */
public interface Feature {
  /** Its commands, by their names without the slash. */
  default Map<String, Command> commands() {
    return Map.of();
  }

  /** What its buttons do. */
  default Map<Verb, PressHandler> buttons() {
    return Map.of();
  }

  /** Takes up what an earlier process left. Called once, before anything is heard. */
  default void resume() {}

  /** Whether something of an owner's goes on by itself, or news of it is still to be said. */
  default boolean busy(OwnerId owner) {
    return false;
  }

  /** Ends what an owner is at, and forgets what is in memory of it. */
  default void forget(OwnerId owner) {}

  /** Begins and says nothing more. What is stored is taken up at the next start. */
  default void close() {}
}
