package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Scripted;
import io.mynah.lm.Training;
import io.mynah.lm.Turn;
import io.mynah.text.RandomText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Messages that begin as is asked, by a model that was trained. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrefixConstraintTest {
  private static final List<Turn> CHAT = Chats.ofTwo(300, 1);

  @TempDir static Path folder;
  private final MessageGenerator generator = new MessageGenerator();
  private final SplittableRandom random = new SplittableRandom(3);
  private LanguageModel model;

  @BeforeAll
  void train() throws Exception {
    model = new Training(null).run(CHAT, folder).voice();
  }

  private String complete(String beginning, Turn... context) {
    return complete(beginning, 1, context);
  }

  private String complete(String beginning, double temperature, Turn... context) {
    GenerationOptions options =
        new GenerationOptions(1, new SamplingRule(temperature, 1), Length.NATURAL);
    return generator.complete(model, BELLA, List.of(context), beginning, options, random);
  }

  private static Set<String> words(List<Turn> turns) {
    Set<String> words = new HashSet<>();
    turns.forEach(turn -> words.addAll(List.of(turn.text().split(" ", -1))));
    return words;
  }

  @Test
  void whereverTheBeginningIsCutItIsFinishedWithWordsOfThePerson() {
    Set<String> words = words(CHAT);
    int known = 0;
    int all = 0;
    for (String sentence :
        List.of("my sister forgets the red door ok?", "everyone eats pancakes!")) {
      for (int end = 1; end < sentence.length(); end++) {
        String beginning = sentence.substring(0, end).strip();
        String message = complete(beginning);
        assertThat(message).startsWith(beginning);
        assertThat(message.length()).isGreaterThan(beginning.length());
        for (String word : message.split(" ", -1)) {
          known += words.contains(word) ? 1 : 0;
          all++;
        }
      }
    }
    assertThat((double) known / all).isGreaterThan(0.98);
  }

  @Test
  void aBeginningIsFinishedAsOftenInEachWayAsTheModelWouldHavingBegunSo() {
    GenerationOptions options = new GenerationOptions(4000, new SamplingRule(1, 1), Length.NATURAL);
    List<String> begunSo =
        generator.speakAlone(model, BELLA, options, random).stream()
            .filter(message -> message.startsWith("the ca"))
            .toList();
    List<String> finished = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      finished.add(complete("the ca"));
    }
    assertThat(begunSo).hasSizeGreaterThan(400);
    for (String next : List.of("the cat wants", "the cat eats", "the cat really needs")) {
      assertThat(share(finished, message -> message.startsWith(next)))
          .as(next)
          .isCloseTo(share(begunSo, message -> message.startsWith(next)), within(0.06));
    }
  }

  private static double share(List<String> messages, Predicate<String> those) {
    return (double) messages.stream().filter(those).count() / messages.size();
  }

  @Test
  void withoutTemperatureItIsFinishedInTheLikeliestWay() {
    assertThat(complete("the red d", 0)).startsWith("the red door");
    assertThat(complete("the red d", 0)).isEqualTo(complete("the red d", 0));
  }

  @Test
  void anythingCanBeBegunWith() {
    List<String> beginnings =
        new ArrayList<>(
            List.of("don'", "👍🏽", "你好", "x  y", "a\nb", "c\t", "é", "#$%", "e\u0301"));
    beginnings.add("endless".repeat(60));
    beginnings.add("你好".repeat(100));
    for (int i = 0; i < 60; i++) {
      beginnings.add(RandomText.of(random, 30).strip());
    }
    for (String beginning : beginnings) {
      if (!beginning.isBlank()) {
        String asked = beginning.replaceAll("[\\p{Cc}\\x{E000}-\\x{EFFF}&&[^\\n\\t]]", "").strip();
        if (!asked.isEmpty()) {
          String message = complete(beginning);
          assertThat(message).startsWith(asked);
          assertThat(message.substring(asked.length())).doesNotContain("\uFFFD");
        }
      }
    }
  }

  @Test
  void controlCharactersAndSpaceAroundAreLeftOutAndNothingIsNoBeginning() {
    assertThat(complete("  my\u0001 sis\u007F ")).startsWith("my sis");
    for (String nothing : List.of("", "  ", "\u0000")) {
      assertThatIllegalArgumentException().isThrownBy(() -> complete(nothing));
    }
  }

  @Test
  void whatWasSaidBeforeIsAnswered() {
    Scripted scripted =
        new Scripted(
            (heard, out) -> {
              boolean asked = Scripted.text(heard).contains("tea?[E]");
              String text = asked ? "i would love some" : "i would rather not";
              Scripted.write(Map.of(text, 1.0), Scripted.message(heard), out);
            });
    GenerationOptions options = new GenerationOptions(1, new SamplingRule(1, 1), Length.NATURAL);
    assertThat(generator.complete(scripted, BELLA, List.of(ada("tea?")), "i wou", options, random))
        .isEqualTo("i would love some");
    assertThat(generator.complete(scripted, BELLA, List.of(), "i wou", options, random))
        .isEqualTo("i would rather not");
  }
}
