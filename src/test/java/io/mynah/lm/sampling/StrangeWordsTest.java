package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Scripted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of words that nobody in the chat ever wrote. */
class StrangeWordsTest {
  private static List<String> speak(LanguageModel model, double temperature, long seed) {
    GenerationOptions options =
        new GenerationOptions(1, new SamplingRule(temperature, 1), Length.NATURAL);
    return new MessageGenerator()
        .speak(model, BELLA, List.of(), options, new SplittableRandom(seed));
  }

  /** A model that does not know the word “xqx”. */
  private static Scripted knowing(Map<String, Double> messages, Set<String> asked) {
    return new Scripted((heard, out) -> Scripted.write(messages, Scripted.message(heard), out)) {
      @Override
      public boolean knows(String word) {
        asked.add(word);
        return !word.equals("xqx");
      }
    };
  }

  @Test
  @Timeout(20)
  void saysAWordThatNobodyWroteWhereThereIsNoOther() {
    Scripted model = knowing(Map.of("so xqx", 1.0), new TreeSet<>());
    assertThat(speak(model, 1, 1)).containsExactly("so xqx");
    assertThat(speak(model, 0, 1)).containsExactly("so xqx");
  }

  @Test
  void drawsAWordAnewThatNobodyEverWrote() {
    Set<String> asked = new TreeSet<>();
    Map<String, Double> messages = Map.of("tea xqx 😀", 0.5, "tea now 😀", 0.5);
    LanguageModel model = knowing(messages, asked);
    int strange = 0;
    for (int seed = 0; seed < 1000; seed++) {
      strange += speak(model, 1, seed).contains("tea xqx 😀") ? 1 : 0;
    }
    // Three times, then it is let through: 0.5⁴.
    assertThat(strange / 1000.0).isCloseTo(0.0625, within(0.025));
    assertThat(asked).containsExactlyInAnyOrder("tea", "now", "xqx", "", "😀");
  }
}
