package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongPredicate;

/** The way out to the people who talk with Mynah. Thread-safe. */
public interface Channel {
  /**
   * Sends a message, waiting out the channel's limits.
   *
   * @return the message, or its last part when it had to be split
   * @throws IOException when it could not be sent for good
   */
  MessageRef send(Address to, Reply reply) throws IOException;

  /**
   * Sends a picture with words under it, waiting out the channel's limits. It cannot be edited.
   *
   * @param png a PNG image of at most 10 MB
   * @param caption words, which may be empty, and buttons; words too long for a caption follow in a
   *     message of their own
   * @return the message, or the last one of the words that follow
   * @throws IOException when it could not be sent for good
   */
  MessageRef sendPicture(Address to, byte[] png, Reply caption) throws IOException;

  /**
   * Sends a file with words under it, waiting out the channel's limits. It cannot be edited.
   *
   * @param name of the file: letters, digits, dots and hyphens
   * @param content at most 50 MB
   * @param caption as of {@link #sendPicture}
   * @return the message, or the last one of the words that follow
   * @throws IOException when it could not be sent for good
   */
  MessageRef sendDocument(Address to, String name, byte[] content, Reply caption)
      throws IOException;

  /**
   * Says something in passing to whoever pressed the button that the calling thread answers: it is
   * shown for a moment, to them alone. Where the channel has no such thing it is a message.
   *
   * @param at where the button was pressed
   * @param words at most 200 characters
   * @throws IOException when it could not be said for good
   */
  default void toast(Address at, String words) throws IOException {
    MessageRef unused = send(at, Reply.of(words));
  }

  /**
   * Changes a message, for good: if the process ends first, the next one does. Does not wait for
   * it; of many changes to one message the latest wins, and faults are the channel's to log.
   */
  void edit(MessageRef message, Reply reply);

  /**
   * The same for what is soon changed again, such as a bar that grows: nothing is kept of it, and
   * it is not made if the process ends first.
   */
  default void progress(MessageRef message, Reply reply) {
    edit(message, reply);
  }

  /**
   * Offers messages to whoever asked, and to nobody else. Returns at once; faults are the channel's
   * to log.
   */
  void offer(Incoming.Query query, Offers offers);

  /**
   * Shows beside a message that it was seen. Returns at once; faults are the channel's to log.
   *
   * @param emoji one that the channel has for it
   */
  void react(MessageRef message, String emoji);

  /** Shows that an answer is being made, until the returned handle is closed. */
  Typing typing(Address at);

  /**
   * Fetches a file.
   *
   * @param into made anew as often as fetching begins again
   * @param progress hears bytes so far; {@code false} stops it
   * @throws FileUnavailable when the channel cannot give the file, now or ever
   */
  void fetch(FileOffer file, FileTarget into, LongPredicate progress) throws IOException;

  /**
   * Sends something that is not to be said twice, even if the process ends before it knows that it
   * was said.
   *
   * @param name of what is said, which stands for it for ever
   * @param message sends it
   * @return the message, be it sent now or before
   * @throws IOException when it could not be sent for good
   */
  default MessageRef once(String name, Sending message) throws IOException {
    return message.send();
  }

  /** Sends a message. */
  @FunctionalInterface
  interface Sending {
    MessageRef send() throws IOException;
  }

  /** What the calling thread is answering. */
  default UpdateCause cause() {
    return UpdateCause.NONE;
  }

  /** Where an owner is spoken to when nobody else reads along, if there is such a place. */
  Optional<Address> privately(OwnerId owner);

  /** The largest file that can be fetched, in bytes. */
  long fetchLimit();

  /** Whether words like {@code /train PATH} may name files of this machine. */
  boolean readsLocalPaths();

  /** Shows that an answer is being made. */
  interface Typing extends AutoCloseable {
    @Override
    void close();
  }

  /** The channel cannot give a file. */
  class FileUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    public FileUnavailable(String message) {
      super(message);
    }
  }
}
