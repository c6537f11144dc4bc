package io.mynah.lm;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedMessagesTest {
  private static final List<Turn> TURNS = List.of(bella("so"), ada("why"), bella("so"));

  private final EncodedMessages messages =
      new EncodedMessages(new ConversationEncoder(Scripted.BYTES, BELLA));

  private static int[] joined(String... texts) {
    List<Integer> tokens = new ArrayList<>();
    for (String text : texts) {
      tokens.add(ControlTokens.OWN);
      Arrays.stream(Scripted.BYTES.encode(text)).forEach(tokens::add);
      tokens.add(ControlTokens.END);
    }
    return tokens.stream().mapToInt(each -> each).toArray();
  }

  @Test
  void joinsTheMessagesOfAllOrOfThePersonEachOpenedAsTheirOwn() {
    assertThat(messages.all(TURNS)).isEqualTo(joined("so", "why", "so"));
    assertThat(messages.own(TURNS)).isEqualTo(joined("so", "so"));
    assertThat(messages.all(List.of())).isEmpty();
  }

  @Test
  void tellsHowLongEachIs() {
    assertThat(EncodedMessages.lengths(messages.all(TURNS))).containsExactly(2, 3, 2);
  }
}
