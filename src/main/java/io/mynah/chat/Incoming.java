package io.mynah.chat;

import io.mynah.domain.MessageRef;
import io.mynah.domain.PersonKey;
import io.mynah.domain.VoiceBotId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a channel received for the conversation: a message, a file, a button press, a
 * query, a guest question, a reaction. Texts that somebody wrote have none of the marks of {@link
 * Emphasis}.
 */
public sealed interface Incoming {
  /** Who sent it, where, and in which language. */
  Envelope envelope();

  /**
   * A text message, which may be a command. An edited message is delivered again as the same
   * message.
   *
   * @param text without the name of the bot where that is mentioned
   * @param answered the message that it replies to, if any
   * @param written who wrote it, if it may be learned from
   * @param mention where it names the bot with an @ in a group; null if it does not
   */
  record Text(
      Envelope envelope,
      String text,
      @Nullable Answered answered,
      @Nullable Written written,
      @Nullable Mention mention)
      implements Incoming {
    public Text {
      text = Emphasis.replaced(text);
    }

    /** A text that does not mention the bot. */
    public Text(
        Envelope envelope, String text, @Nullable Answered answered, @Nullable Written written) {
      this(envelope, text, answered, written, null);
    }

    /** A text that does not mention the bot, and is not learned from. */
    public Text(Envelope envelope, String text, @Nullable Answered answered) {
      this(envelope, text, answered, null);
    }

    /** A text that mentions the bot, and so is not learned from. */
    public Text(Envelope envelope, @Nullable Answered answered, Mention mention) {
      this(envelope, mention.text(), answered, null, mention);
    }
  }

  /**
   * The place where a text names the bot with an @.
   *
   * @param before the text before the name
   * @param after the text after it
   */
  record Mention(String before, String after) {
    public Mention {
      before = Emphasis.replaced(before).strip();
      after = Emphasis.replaced(after).strip();
    }

    /** The text without the name. */
    public String text() {
      return (before + " " + after).strip();
    }
  }

  /**
   * Who wrote a text, as exports of its chat say it.
   *
   * @param author of a forwarded text, its first author
   * @param id the message's id if it is the same in exports of the chat
   * @param replyTo the id of the message that it replies to, if {@code id} is known
   * @param forwarded whether the sender forwarded what somebody, or they themselves, wrote before
   */
  record Written(
      PersonKey author,
      String name,
      Instant at,
      @Nullable Long id,
      @Nullable Long replyTo,
      boolean forwarded) {}

  /**
   * A file.
   *
   * @param caption the text sent with it; may be empty
   * @param album the id that files sent together share, if any
   */
  record File(Envelope envelope, FileOffer file, String caption, @Nullable String album)
      implements Incoming {
    public File {
      caption = Emphasis.replaced(caption);
    }
  }

  /**
   * A button press.
   *
   * @param message that has the button
   * @param action as given in {@link Button#action()}
   * @param shown the message as the presser sees it, if the channel tells
   */
  record Press(Envelope envelope, MessageRef message, String action, @Nullable Reply shown)
      implements Incoming {
    /** A button press without the message's content. */
    public Press(Envelope envelope, MessageRef message, String action) {
      this(envelope, message, action, null);
    }
  }

  /**
   * An inline query: a user types in another chat and wants messages to choose from, which {@link
   * Channel#offer} takes. Nothing may be sent in answer. The envelope's address is the user's
   * private chat with Mynah; its message identifies the query and is not a real message.
   */
  record Query(Envelope envelope, String text) implements Incoming {
    public Query {
      text = Emphasis.replaced(text);
    }
  }

  /**
   * A guest question: a user names Mynah in a chat that it is no member of, and {@link
   * Channel#answer} answers it there, once. The envelope's address is the user's private chat with
   * Mynah; its message identifies the question and is not a real message.
   *
   * @param text without the name of the bot
   * @param answered the message that it replies to, if any; it may be anybody's
   */
  record Guest(Envelope envelope, String text, @Nullable Answered answered) implements Incoming {
    public Guest {
      text = Emphasis.replaced(text);
    }
  }

  /**
   * A reaction that a user added to a message.
   *
   * @param message that has the reaction
   * @param emoji the reaction
   */
  record Reaction(Envelope envelope, MessageRef message, String emoji) implements Incoming {}

  /**
   * A bot that a user made through Mynah's, or whose token changed.
   *
   * @param username its public name, without @
   */
  record ManagedBot(Envelope envelope, VoiceBotId bot, String username) implements Incoming {}

  /**
   * Anything else (a photo, a voice message, …).
   *
   * @param kind names it
   * @param caption the text sent with it; may be empty
   */
  record Other(Envelope envelope, String kind, String caption) implements Incoming {
    public Other {
      caption = Emphasis.replaced(caption);
    }
  }

  /**
   * The message that another message replies to.
   *
   * @param message its reference, unless it was sent elsewhere
   */
  record Answered(@Nullable MessageRef message, String text, List<FileOffer> files) {
    public Answered {
      text = Emphasis.replaced(text);
      files = List.copyOf(files);
    }
  }
}
