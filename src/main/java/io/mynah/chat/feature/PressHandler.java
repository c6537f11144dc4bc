package io.mynah.chat.feature;

import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Handles the presses of one kind of button. Thread-safe. */
@FunctionalInterface
public interface PressHandler {
  /**
   * Handles a press, if the button is still valid for this presser.
   *
   * @return {@code false} if it is not: what it refers to is gone, done already, or belongs to
   *     someone else
   */
  boolean press(Pressed pressed) throws IOException;

  /**
   * A button press.
   *
   * @param message that has the button
   * @param shown the message as the presser sees it, if the channel tells
   */
  record Pressed(
      Envelope envelope,
      MessageRef message,
      Action action,
      Phrases phrases,
      @Nullable Reply shown) {
    /** The owner whose people are meant: the presser. */
    public OwnerId owner() {
      return envelope.sender();
    }

    /** One of the numbers on the button, counted from 0. */
    public long id(int index) {
      return action.id(index);
    }
  }
}
