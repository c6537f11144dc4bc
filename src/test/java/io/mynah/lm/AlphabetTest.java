package io.mynah.lm;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Length;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.Control;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What characters a voice puts together when its network has no idea. */
class AlphabetTest {
  private static final BpeTokenizer BYTES = new BpeTrainer(0).train(List.of());

  /** The memory of some messages, mixed with a network for which everything is as likely. */
  private static MixtureModel cluelessAfter(BpeTokenizer tokenizer, String... messages) {
    Dialogue dialogue = new Dialogue(tokenizer, Chats.BELLA);
    List<Turn> turns = Arrays.stream(messages).map(Chats::bella).toList();
    NGramModel memory = NGramModel.learn(tokenizer.size(), false, dialogue.ownMessages(turns), 6);
    TokenModel clueless =
        NGramModel.learn(tokenizer.size(), false, new int[] {Control.OWN, Control.END}, 1);
    double[][] weights = new double[new WeightSets(memory, tokenizer).count()][3];
    weights[0] = new double[] {0.01, 0.1, 0};
    return new MixtureModel(
        tokenizer, List.of(memory, clueless), weights, Passages.of(tokenizer), 1, Habits.PLAIN);
  }

  private static List<String> spoken(LanguageModel model) {
    SpeakOptions options = new SpeakOptions(60, 1, 1, Length.NATURAL);
    return new Speaker().speak(model, Chats.BELLA, List.of(), options, new SplittableRandom(4));
  }

  private static List<Integer> characters(List<String> texts) {
    return texts.stream().flatMapToInt(String::codePoints).distinct().sorted().boxed().toList();
  }

  @Test
  void areThoseOfTheChatAndAllOfThem() {
    String[] chat = {"abc 12", "éß", "你好", "😀👍🏽"};
    assertThat(characters(spoken(cluelessAfter(BYTES, chat)))).isEqualTo(characters(List.of(chat)));
  }

  @Test
  void areAlsoThoseOfWholeUnits() {
    List<String> text = new ArrayList<>(Collections.nCopies(9, "quiz"));
    text.addAll(Collections.nCopies(9, "ü 🦜"));
    BpeTokenizer units = new BpeTrainer(280).train(text);
    assertThat(characters(spoken(cluelessAfter(units, "abc"))))
        .isEqualTo(characters(List.of(" abcquizü🦜")));
  }

  @Test
  void areAnyWhereNothingIsRemembered() {
    TokenModel script = new Scripted((heard, out) -> Arrays.fill(out, 1));
    double[][] weights = new double[new WeightSets(script, BYTES).count()][2];
    weights[0] = new double[] {1, 0};
    MixtureModel model =
        new MixtureModel(BYTES, List.of(script), weights, Passages.of(BYTES), 1, Habits.PLAIN);
    assertThat(characters(spoken(model))).hasSizeGreaterThan(200);
  }
}
