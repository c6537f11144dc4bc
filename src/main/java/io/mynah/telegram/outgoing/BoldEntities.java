package io.mynah.telegram.outgoing;

import io.mynah.chat.Emphasis;
import java.util.List;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;

/** What stands out in a text, as Telegram shows it: in bold. Stateless. */
public final class BoldEntities {
  private BoldEntities() {}

  /** The bold parts of a text that is sent without its marks. */
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
