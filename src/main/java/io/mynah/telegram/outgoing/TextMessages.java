package io.mynah.telegram.outgoing;

import io.mynah.chat.Emphasis;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.objects.LinkPreviewOptions;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboard;

/** Makes the calls that send a text. Stateless. */
public final class TextMessages {
  private TextMessages() {}

  /**
   * A text without previews of its links.
   *
   * @param topic of the chat, or null
   * @param text may have marks of {@link Emphasis}
   */
  public static SendMessage of(
      long chat, @Nullable Integer topic, String text, @Nullable ReplyKeyboard keyboard) {
    return SendMessage.builder()
        .chatId(Long.toString(chat))
        .messageThreadId(topic)
        .text(Emphasis.off(text))
        .entities(TextEntities.of(text))
        .replyMarkup(keyboard)
        .linkPreviewOptions(LinkPreviewOptions.builder().isDisabled(true).build())
        .build();
  }
}
