package io.mynah.lm.evaluation;

import static io.mynah.lm.Chats.ADA;
import static io.mynah.lm.Chats.BELLA;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.PersonKey;
import io.mynah.lm.Chats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuthorClassifierTest {
  private static List<String> sentences(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count).mapToObj(i -> Chats.sentence(random)).toList();
  }

  /** Letters in any order, so that whoever writes more has n-grams that nobody else has. */
  private static List<String> babble(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                random
                    .ints(12, 'a', 'z' + 1)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()))
        .toList();
  }

  private static double share(
      AuthorClassifier attribution, PersonKey person, List<String> messages) {
    return (double) messages.stream().filter(text -> attribution.of(text).equals(person)).count()
        / messages.size();
  }

  @Test
  void aMessageIsWhoseWayOfWritingItHas() {
    AuthorClassifier attribution =
        AuthorClassifier.learn(
            Map.of(
                ADA, sentences(200, 1).stream().map(text -> text.replace("e", "3") + "?!").toList(),
                BELLA, sentences(200, 2).stream().map(text -> text + " hehe").toList()));
    assertThat(attribution.of("where is the boat hehe")).isEqualTo(BELLA);
    assertThat(attribution.of("wh3r3 is th3 boat?!")).isEqualTo(ADA);
  }

  @Test
  void whoWroteTenTimesAsMuchInTheSameWayIsNeitherFavouredNorPassedOver() {
    Map<PersonKey, List<String>> messages = new LinkedHashMap<>();
    messages.put(ADA, babble(3000, 1));
    messages.put(BELLA, babble(300, 2));
    AuthorClassifier attribution = AuthorClassifier.learn(messages);
    assertThat(share(attribution, BELLA, babble(1000, 3))).isBetween(0.35, 0.65);
  }
}
