package io.mynah.chat.feature;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One of the words that begin with a slash. Thread-safe. */
public interface Command {
  /** Does what was asked and says so. */
  void run(Call call) throws IOException;

  /**
   * A command as it was given.
   *
   * @param arguments what follows the command's name, without space around it
   * @param answered the message that the command replies to, if any
   */
  public record Call(
      Envelope envelope, String arguments, Incoming.@Nullable Answered answered, Phrases phrases) {
    /** Whose people are meant: who sent it. */
    public OwnerId owner() {
      return envelope.sender();
    }
  }
}
