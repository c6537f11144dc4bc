package io.mynah.telegram.outgoing;

import io.mynah.chat.Emphasis;
import java.util.List;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;

/** Converts emphasis marks in a text to Telegram's bold entities. Stateless. */
public final class BoldEntities {
  private BoldEntities() {}

  /** The bold ranges of a text, with offsets in the text without its marks. */
  public static List<MessageEntity> of(String text) {
    return Emphasis.spans(text).stream()
        .<MessageEntity>map(
            span ->
                MessageEntity.builder()
                    .type("bold")
                    .offset(span.from())
                    .length(span.length())
                    .build())
        .toList();
  }
}
