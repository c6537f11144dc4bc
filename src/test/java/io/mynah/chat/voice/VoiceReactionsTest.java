package io.mynah.chat.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Reactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VoiceReactionsTest {
  private static final int MESSAGES = 20_000;

  private static Reactions reactions(int messages, int reacted, Map<String, Integer> emoji) {
    return new Reactions(messages, reacted, new TreeMap<>(emoji));
  }

  private static Optional<String> draw(Reactions reactions, int message) {
    Address address = new Address("telegram/voice-7:9");
    return VoiceReactions.draw(reactions, new MessageRef(address, String.valueOf(message)));
  }

  private static List<String> drawn(Reactions reactions) {
    return IntStream.range(0, MESSAGES)
        .mapToObj(message -> draw(reactions, message))
        .flatMap(Optional::stream)
        .toList();
  }

  private static double share(List<String> drawn) {
    return (double) drawn.size() / MESSAGES;
  }

  @Test
  void aVoiceReactsAboutAsOftenAsThePersonAndWithTheSameEmoji() {
    List<String> drawn = drawn(reactions(1_000, 100, Map.of("❤", 75, "👍", 25)));
    assertThat(share(drawn)).isCloseTo(0.1, within(0.01));
    long hearts = drawn.stream().filter("❤"::equals).count();
    assertThat((double) hearts / drawn.size()).isCloseTo(0.75, within(0.04));
    assertThat(drawn).containsOnly("❤", "👍");
  }

  @Test
  void itReactsToOneMessageInThreeAtMost() {
    assertThat(share(drawn(reactions(10, 10, Map.of("❤", 10))))).isCloseTo(1.0 / 3, within(0.02));
  }

  @Test
  void whoNeverReactedDoesNot() {
    assertThat(drawn(Reactions.NONE)).isEmpty();
    assertThat(drawn(reactions(10, 0, Map.of()))).isEmpty();
  }

  @Test
  void whatIsDecidedAboutAMessageIsTheSameEachTime() {
    Reactions reactions = reactions(4, 1, Map.of("❤", 3, "👍", 2, "🔥", 1));
    for (int message = 0; message < 100; message++) {
      assertThat(draw(reactions, message)).isEqualTo(draw(reactions, message));
    }
  }
}
