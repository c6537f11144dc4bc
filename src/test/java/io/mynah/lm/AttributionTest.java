package io.mynah.lm;

import static io.mynah.lm.Chats.ADA;
import static io.mynah.lm.Chats.BELLA;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.PersonKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static List<String> sentences(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count).mapToObj(i -> Chats.sentence(random)).toList();
  }

  private static double share(Attribution attribution, PersonKey person, List<String> messages) {
    return (double) messages.stream().filter(text -> attribution.of(text).equals(person)).count()
        / messages.size();
  }

  @Test
  void aMessageIsWhoseWayOfWritingItHas() {
    Attribution attribution =
        Attribution.learn(
            Map.of(
                ADA, sentences(200, 1).stream().map(text -> text.replace("e", "3") + "?!").toList(),
                BELLA, sentences(200, 2).stream().map(text -> text + " hehe").toList()));
    assertThat(attribution.of("where is the boat hehe")).isEqualTo(BELLA);
    assertThat(attribution.of("wh3r3 is th3 boat?!")).isEqualTo(ADA);
  }

  @Test
  void whoWroteTenTimesAsMuchInTheSameWayIsNeitherFavouredNorPassedOver() {
    Map<PersonKey, List<String>> messages = new LinkedHashMap<>();
    messages.put(ADA, sentences(3000, 1));
    messages.put(BELLA, sentences(300, 2));
    Attribution attribution = Attribution.learn(messages);
    assertThat(share(attribution, BELLA, sentences(1000, 3))).isBetween(0.3, 0.7);
  }
}
