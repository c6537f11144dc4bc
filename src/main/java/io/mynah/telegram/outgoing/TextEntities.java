package io.mynah.telegram.outgoing;

import io.mynah.chat.Emphasis;
import java.util.List;
import java.util.stream.Stream;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;
import org.telegram.telegrambots.meta.api.objects.User;

/** Converts the marks in a text to Telegram's entities: bold parts, and mentions. Stateless. */
public final class TextEntities {
  private TextEntities() {}

  /** The entities of a text, with offsets in the text without its marks. */
  public static List<MessageEntity> of(String text) {
    return Stream.concat(
            Emphasis.spans(text).stream().map(span -> entity("bold", span).build()), mentions(text))
        .<MessageEntity>map(entity -> entity)
        .toList();
  }

  /** Mentions of users by their ids, which tell nobody of it who is not in the chat. */
  private static Stream<MessageEntity> mentions(String text) {
    String shown = Emphasis.off(text);
    return Emphasis.users(text).stream()
        .map(
            span -> {
              String id = shown.substring(span.from(), span.from() + span.length());
              return entity("text_mention", span)
                  .user(new User(Long.parseLong(id), "", false))
                  .build();
            });
  }

  private static MessageEntity.MessageEntityBuilder<?, ?> entity(String type, Emphasis.Span span) {
    return MessageEntity.builder().type(type).offset(span.from()).length(span.length());
  }
}
