package io.mynah.telegram.outgoing;

import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.TelegramAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.send.SendDocument;
import org.telegram.telegrambots.meta.api.methods.send.SendPhoto;
import org.telegram.telegrambots.meta.api.objects.InputFile;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;

/** Sends pictures and files through the outbox. Thread-safe. */
public final class MediaSender {
  /** The longest caption, in UTF-16 units. */
  public static final int LONGEST_CAPTION = 1024;

  private final BotApi api;
  private final Outbox outbox;

  public MediaSender(BotApi api, Outbox outbox) {
    this.api = api;
    this.outbox = outbox;
  }

  /** Sends a picture or file with a caption and buttons. */
  public interface Sender {
    /** Sends it; an empty caption means none. Returns its id, as {@link Outbox#send} does. */
    int send(
        TelegramAddress to,
        String caption,
        @Nullable InlineKeyboardMarkup keyboard,
        Outbox.Course course)
        throws IOException;
  }

  public Sender picture(byte[] png) {
    return (to, caption, keyboard, course) ->
        outbox.sendWithRetries(
            to.chat(),
            course,
            chat ->
                api.send(
                    SendPhoto.builder()
                        .chatId(Long.toString(chat))
                        .messageThreadId(to.topic())
                        .photo(file("picture.png", png))
                        .caption(caption.isEmpty() ? null : caption)
                        .replyMarkup(keyboard)
                        .build()));
  }

  public Sender document(String name, byte[] content) {
    return (to, caption, keyboard, course) ->
        outbox.sendWithRetries(
            to.chat(),
            course,
            chat ->
                api.send(
                    SendDocument.builder()
                        .chatId(Long.toString(chat))
                        .messageThreadId(to.topic())
                        .document(file(name, content))
                        .caption(caption.isEmpty() ? null : caption)
                        .replyMarkup(keyboard)
                        .build()));
  }

  private static InputFile file(String name, byte[] content) {
    return new InputFile(new ByteArrayInputStream(content), name);
  }
}
