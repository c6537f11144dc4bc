package io.mynah.chat;

import io.mynah.domain.MessageRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reaches a conversation, whatever the channel. */
public sealed interface Incoming {
  /** Who, where, in which language. */
  Envelope envelope();

  /**
   * A message of words, commands among them. One that is changed afterwards comes again, as the
   * same message.
   *
   * @param answered what the message replies to, if it does
   */
  record Text(Envelope envelope, String text, @Nullable Answered answered) implements Incoming {}

  /**
   * A file.
   *
   * @param caption the words sent with it; may be empty
   * @param album the id that files sent together share, if any
   */
  record File(Envelope envelope, FileOffer file, String caption, @Nullable String album)
      implements Incoming {}

  /**
   * A button was pressed.
   *
   * @param message that bears the button
   * @param action as given in {@link Button#action()}
   * @param shown how the message looks to whoever pressed, if the channel tells
   */
  record Press(Envelope envelope, MessageRef message, String action, @Nullable Reply shown)
      implements Incoming {
    /** A press of which it is not told how the message looks. */
    public Press(Envelope envelope, MessageRef message, String action) {
      this(envelope, message, action, null);
    }
  }

  /**
   * Somebody types in another chat and wants messages to choose from, which {@link Channel#offer}
   * takes. Nothing may be sent in answer. The envelope's address is where they are alone with
   * Mynah, and its message names the query and is none.
   */
  record Query(Envelope envelope, String text) implements Incoming {}

  /**
   * Somebody put a sign on a message.
   *
   * @param message that bears it
   * @param emoji the sign
   */
  record Reaction(Envelope envelope, MessageRef message, String emoji) implements Incoming {}

  /**
   * Something that is neither (a photo, a voice message, …).
   *
   * @param kind names it
   * @param caption the words sent with it; may be empty
   */
  record Other(Envelope envelope, String kind, String caption) implements Incoming {}

  /**
   * The message that a message replies to.
   *
   * @param message which one it is, unless it was sent elsewhere
   */
  record Answered(@Nullable MessageRef message, String text, List<FileOffer> files) {
    public Answered {
      files = List.copyOf(files);
    }
  }
}
