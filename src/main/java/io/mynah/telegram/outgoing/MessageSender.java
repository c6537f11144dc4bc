package io.mynah.telegram.outgoing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Emphasis;
import io.mynah.chat.Reply;
import io.mynah.chat.RichReply;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.WaitingThreads;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends messages of every kind, those of one chat one after the other, each once in the calling
 * thread's {@link DurableAnswer}. Thread-safe.
 *
 * <p>Its methods throw {@link Channel.NotSent} when the bot may not send there, and another
 * IOException when a message could not be sent and no retry will help.
 */
public final class MessageSender {
  private final Bot bot;
  private final Outbox outbox;
  private final MediaSender media;
  private final RichMessages richMessages;
  private final Cache<Long, ReentrantLock> locks = Caffeine.newBuilder().weakValues().build();

  /**
   * @param bot whose messages they are
   */
  public MessageSender(Bot bot, BotApi api, Outbox outbox) {
    this.bot = bot;
    this.outbox = outbox;
    media = new MediaSender(api, outbox);
    richMessages = new RichMessages(outbox);
  }

  /** Sends a text, in parts if it is long. Returns the last one, which has the buttons. */
  public MessageRef text(TelegramAddress to, Reply reply) throws IOException {
    List<String> parts = MessageSplitter.split(reply.text());
    if (parts.isEmpty()) {
      throw new IOException("There is nothing to send.");
    }
    return together(
        to,
        () -> {
          MessageRef last = to.message(Outbox.UNKNOWN);
          for (int i = 0; i < parts.size(); i++) {
            boolean isLast = i == parts.size() - 1;
            last = part(to, new Reply(parts.get(i), isLast ? reply.buttons() : List.of()));
          }
          return last;
        });
  }

  private MessageRef part(TelegramAddress to, Reply part) throws IOException {
    return once(
        to,
        course ->
            outbox.send(
                to.chat(),
                course,
                chat ->
                    TextMessages.of(
                        chat, to.topic(), part.text(), InlineKeyboards.of(part.buttons()))));
  }

  /** Sends a picture. Returns it, or the last message of a text that is too long for a caption. */
  public MessageRef picture(TelegramAddress to, byte[] png, Reply caption) throws IOException {
    return medium(to, media.picture(png), caption);
  }

  /** Sends a file. Returns it, or the last message of a text that is too long for a caption. */
  public MessageRef document(TelegramAddress to, String name, byte[] content, Reply caption)
      throws IOException {
    return medium(to, media.document(name, content), caption);
  }

  private MessageRef medium(TelegramAddress to, MediaSender.Sender medium, Reply caption)
      throws IOException {
    String words = Emphasis.off(caption.text());
    if (words.length() <= MediaSender.LONGEST_CAPTION) {
      return together(
          to,
          () ->
              once(
                  to,
                  course ->
                      medium.send(
                          to, words.strip(), InlineKeyboards.of(caption.buttons()), course)));
    }
    return together(
        to,
        () -> {
          MessageRef unused = once(to, course -> medium.send(to, "", null, course));
          return text(to, caption);
        });
  }

  /** Sends tables, or their text where they are refused. */
  public MessageRef rich(TelegramAddress to, RichReply reply) throws IOException {
    return together(to, () -> once(to, course -> richMessages.send(to, reply, course)));
  }

  /** Sends messages between which no other is sent to their chat. */
  private MessageRef together(TelegramAddress to, Channel.Sending messages) throws IOException {
    ReentrantLock lock = locks.get(outbox.current(to.chat()), chat -> new ReentrantLock(true));
    WaitingThreads.lock(lock);
    try {
      return messages.send();
    } finally {
      lock.unlock();
    }
  }

  /** Sends one message. Returns its id, as {@link Outbox#send} does. */
  private interface Call {
    int send(Outbox.Course course) throws IOException;
  }

  private MessageRef once(TelegramAddress to, Call message) throws IOException {
    return DurableAnswer.once(
        to,
        course -> {
          int id = message.send(course);
          return new TelegramAddress(bot, outbox.current(to.chat()), to.topic()).message(id);
        });
  }
}
