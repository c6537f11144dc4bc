package io.mynah.telegram.outgoing;

import io.mynah.chat.Emphasis;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;
import org.telegram.telegrambots.meta.api.objects.User;

/** Converts the marks in a text to Telegram's entities: bold parts, and mentions. Stateless. */
public final class TextEntities {
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

  private TextEntities() {}

  /** The entities of a text, with offsets in the text without its marks. */
  public static List<MessageEntity> of(String text) {
    return Stream.concat(
            Emphasis.spans(text).stream().map(span -> entity("bold", span).build()), mentions(text))
        .<MessageEntity>map(entity -> entity)
        .toList();
  }

  /**
   * Mentions of users by their ids, which tell nobody of it who is not in the chat. What is no id
   * is shown as it is.
   */
  private static Stream<MessageEntity> mentions(String text) {
    String shown = Emphasis.off(text);
    return Emphasis.users(text).stream()
        .filter(span -> ID.matcher(words(shown, span)).matches())
        .map(
            span ->
                entity("text_mention", span)
                    .user(new User(Long.parseLong(words(shown, span)), "", false))
                    .build());
  }

  private static String words(String shown, Emphasis.Span span) {
    return shown.substring(span.from(), span.from() + span.length());
  }

  private static MessageEntity.MessageEntityBuilder<?, ?> entity(String type, Emphasis.Span span) {
    return MessageEntity.builder().type(type).offset(span.from()).length(span.length());
  }
}
