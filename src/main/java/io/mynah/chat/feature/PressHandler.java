package io.mynah.chat.feature;

import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one kind of button does. Thread-safe. */
@FunctionalInterface
public interface PressHandler {
  /**
   * Does it, if the button is still good for this presser.
   *
   * @return {@code false} when it is not: what it names is gone, done already, or someone else's
   */
  boolean press(Pressed pressed) throws IOException;

  /**
   * A button that was pressed.
   *
   * @param message that bears it
   * @param shown how the message looks to whoever pressed, if the channel tells
   */
  record Pressed(
      Envelope envelope,
      MessageRef message,
      Action action,
      Phrases phrases,
      @Nullable Reply shown) {
    /** Whose people are meant: who pressed. */
    public OwnerId owner() {
      return envelope.sender();
    }

    /** One of the numbers on the button, the first being 0. */
    public long id(int index) {
      return action.id(index);
    }
  }
}
