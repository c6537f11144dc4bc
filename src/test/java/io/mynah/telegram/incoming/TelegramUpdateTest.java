package io.mynah.telegram.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an update is, and to which lane it belongs. */
class TelegramUpdateTest {
  private static TelegramUpdate update(String json) {
    try {
      return TelegramUpdate.of(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyKindThatIsAskedForIsToldFromTheOthers() {
    assertThat(TelegramUpdate.Kind.requested())
        .extracting(field -> update("{\"update_id\":1,\"" + field + "\":{\"id\":\"7\"}}").kind())
        .containsExactly(
            TelegramUpdate.Kind.MESSAGE,
            TelegramUpdate.Kind.EDITED_MESSAGE,
            TelegramUpdate.Kind.REACTION,
            TelegramUpdate.Kind.PRESS,
            TelegramUpdate.Kind.MEMBERSHIP,
            TelegramUpdate.Kind.QUERY,
            TelegramUpdate.Kind.GUEST,
            TelegramUpdate.Kind.MANAGED_BOT);
  }

  @Test
  void whatWasNotAskedForIsOfNoKind() {
    TelegramUpdate post = update("{\"update_id\":1,\"channel_post\":{\"chat\":{\"id\":-5}}}");

    assertThat(post.kind()).isEqualTo(TelegramUpdate.Kind.UNKNOWN);
    assertThat(post.lane()).isEqualTo("0");
    assertThat(post.callbackQuery()).isEmpty();
    assertThat(GroupEvent.of(post)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-5 | {\"message\":{\"chat\":{\"id\":-5},\"from\":{\"id\":7}}}",
        "7 | {\"guest_message\":{\"chat\":{\"id\":-5},\"from\":{\"id\":7}}}",
        "-5 | {\"edited_message\":{\"chat\":{\"id\":-5},\"from\":{\"id\":7}}}",
        "-5 | {\"message_reaction\":{\"chat\":{\"id\":-5},\"user\":{\"id\":7}}}",
        "-5 | {\"my_chat_member\":{\"chat\":{\"id\":-5},\"from\":{\"id\":7}}}",
        "-5 | {\"callback_query\":{\"from\":{\"id\":7},\"message\":{\"chat\":{\"id\":-5}}}}",
        "7  | {\"callback_query\":{\"from\":{\"id\":7},\"inline_message_id\":\"1\"}}",
        "7  | {\"inline_query\":{\"from\":{\"id\":7},\"query\":\"Bella\"}}"
      })
  void theLaneOfAnUpdateIsItsChatOrElseItsSender(String lane, String json) {
    assertThat(update(json).lane()).isEqualTo(lane);
  }
}
