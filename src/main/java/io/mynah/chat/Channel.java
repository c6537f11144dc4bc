package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * A messaging channel (Telegram, a terminal) through which Mynah sends messages and fetches files.
 * Thread-safe.
 */
public interface Channel {
  /**
   * Sends a message and waits as long as the channel's limits require.
   *
   * @return the message, or its last part when it had to be split
   * @throws NotSent when the channel may not send there
   * @throws IOException when it could not be sent, and no retry will help
   */
  MessageRef send(Address to, Reply reply) throws IOException;

  /**
   * Sends a picture with a caption and waits as long as the channel's limits require. It cannot be
   * edited.
   *
   * @param png a PNG image of at most 10 MB
   * @param caption text, which may be empty, and buttons; a text too long for a caption follows in
   *     a message of its own
   * @return the message, or the last message of the text that follows
   * @throws IOException when it could not be sent, and no retry will help
   */
  MessageRef sendPicture(Address to, byte[] png, Reply caption) throws IOException;

  /**
   * Sends a file with a caption and waits as long as the channel's limits require. It cannot be
   * edited.
   *
   * @param name of the file: letters, digits, dots and hyphens
   * @param content at most 50 MB
   * @param caption as in {@link #sendPicture}
   * @return the message, or the last message of the text that follows
   * @throws IOException when it could not be sent, and no retry will help
   */
  MessageRef sendDocument(Address to, String name, byte[] content, Reply caption)
      throws IOException;

  /** Whether {@link #sendRich} shows tables. They may still be refused where they are sent. */
  default boolean showsTables() {
    return false;
  }

  /**
   * Sends a message with tables, and waits as long as the channel's limits require. Where the
   * channel shows no tables, or they are refused, it sends the plain text instead.
   *
   * @param reply whose plain text fits into one message
   * @return the message
   * @throws NotSent when the channel may not send there
   * @throws IOException when it could not be sent, and no retry will help
   */
  default MessageRef sendRich(Address to, RichReply reply) throws IOException {
    return send(to, reply.plain());
  }

  /**
   * Shows a short notice to the user who pressed the button that the calling thread answers. Only
   * they see it, for a moment. A channel without such notices sends a message.
   *
   * @param at where the button was pressed
   * @param words at most 200 characters
   * @throws IOException when it could not be shown, and no retry will help
   */
  default void toast(Address at, String words) throws IOException {
    MessageRef unused = send(at, Reply.of(words));
  }

  /**
   * Changes a message durably: if the process ends first, the next process makes the change.
   * Returns at once. Of several changes to one message the latest wins. The channel logs faults. A
   * message of another channel or bot stays as it is.
   */
  void edit(MessageRef message, Reply reply);

  /**
   * Changes a message that soon changes again, such as a progress bar. The change is not stored and
   * is lost if the process ends first.
   */
  default void progress(MessageRef message, Reply reply) {
    edit(message, reply);
  }

  /**
   * Offers messages to the user who sent the query, and to nobody else. Returns at once; the
   * channel logs faults.
   */
  void offer(Incoming.Query query, Offers offers);

  /**
   * Answers a guest question in the chat where it was asked. Returns at once; the channel logs
   * faults.
   */
  void answer(Incoming.Guest question, Offers.Offer message);

  /**
   * Adds a reaction to a message, or changes the one that is there. Returns at once; the channel
   * logs faults, and leaves out what it does not allow as a reaction.
   *
   * @param emoji without variation selectors
   */
  void react(MessageRef message, String emoji);

  /** Shows a typing indicator until the returned handle is closed. */
  Typing typing(Address at);

  /**
   * Fetches a file.
   *
   * @param into the target; it is created anew each time fetching starts again
   * @param progress receives the number of bytes so far; {@code false} stops the download
   * @throws FileUnavailable when the channel cannot provide the file, now or later
   */
  void fetch(FileOffer file, FileTarget into, LongPredicate progress) throws IOException;

  /**
   * Sends something that must not be sent twice, even if the process ends before it knows that the
   * message was sent.
   *
   * @param name identifies what is sent, permanently
   * @param message sends it
   * @return the message, whether sent now or before
   * @throws IOException when it could not be sent, and no retry will help
   */
  default MessageRef once(String name, Sending message) throws IOException {
    return message.send();
  }

  /** Sends a message. */
  @FunctionalInterface
  interface Sending {
    MessageRef send() throws IOException;
  }

  /** The update that the calling thread answers. */
  default CurrentUpdate cause() {
    return CurrentUpdate.NONE;
  }

  /** The identity that exports give to a group. */
  String sourceKey(Address group);

  /** The address of an owner's private chat, if there is one. */
  Optional<Address> privately(OwnerId owner);

  /** Whether a conversation is one of another bot's on the same database. */
  default boolean isElsewhere(Address address) {
    return false;
  }

  /** Whether an owner is one of another bot's on the same database, and not of this one's. */
  default boolean isElsewhere(OwnerId owner) {
    return false;
  }

  /** The largest file that can be fetched, in bytes. */
  long fetchLimit();

  /** Whether text like {@code /train PATH} may name files on this machine. */
  boolean readsLocalPaths();

  /** A typing indicator that is shown until it is closed. */
  interface Typing extends AutoCloseable {
    @Override
    void close();
  }

  /** Thrown when the channel may not send there, and certainly did not. */
  class NotSent extends IOException {
    private static final long serialVersionUID = 1L;

    public NotSent(String message) {
      super(message);
    }

    public NotSent(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Thrown when the channel cannot provide a file. */
  class FileUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    public FileUnavailable(String message) {
      super(message);
    }
  }
}
