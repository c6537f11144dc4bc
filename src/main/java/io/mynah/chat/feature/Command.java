package io.mynah.chat.feature;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A command that users send, a word after a slash. Thread-safe. */
public interface Command {
  /** Runs the command and sends its answer. */
  void run(Call call) throws IOException;

  /**
   * A command as it was sent.
   *
   * @param arguments the text after the command's name, without space around it
   * @param answered the message that the command replies to, if any
   */
  public record Call(
      Envelope envelope, String arguments, Incoming.@Nullable Answered answered, Phrases phrases) {
    /** The owner whose people are meant: the sender. */
    public OwnerId owner() {
      return envelope.sender();
    }
  }
}
