package io.mynah.lm.training;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Correction;
import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.TokenStream;
import io.mynah.lm.Training;
import io.mynah.lm.Turn;
import io.mynah.lm.evaluation.Scorer;
import io.mynah.text.ControlTokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person would have said, as a training learns it. */
class CorrectionTest {
  private static final List<Turn> CHAT = Chats.ofTwo(100, 1);
  private static final Correction TEA = new Correction("tea?", "only with lots of milk please");

  @TempDir Path folder;

  private Training trained(NeuralLearner neural, List<Turn> turns, Correction... corrections)
      throws Exception {
    Training training = new Training(neural);
    TrainingData data = TrainingData.of(BELLA, turns, List.of(corrections), () -> false);
    Path checkpoints = folder.resolve("training " + corrections.length);
    training.hear(
        Training.trainer(neural)
            .begin(data, Training.AMPLE, 1, new CheckpointFolder(checkpoints), training));
    return training;
  }

  private static double bits(LanguageModel model) {
    return Scorer.afresh(model, BELLA, List.of(ada("tea?")), TEA.text()).bits();
  }

  @Test
  void theCorrectedAnswerIsLikelierAfterTheNextTraining() throws Exception {
    double before = bits(trained(null, CHAT).voice());
    assertThat(bits(trained(null, CHAT, TEA).voice())).isLessThan(before / 2);
  }

  @Test
  void theCorrectedAnswerIsLikelierAtOnceWhenTheVoiceSpeaks() throws Exception {
    LanguageModel voice = trained(null, CHAT).voice();
    double before = bits(voice.speaking());
    assertThat(bits(voice.speaking(Collections.nCopies(3, TEA.text())))).isLessThan(before / 2);
    assertThat(bits(voice.speaking(List.of("something else of hers"))))
        .isCloseTo(before, within(before / 4));
  }

  @Test
  void aNetworkLearnsItThriceAfterWhatItAnswersAndIsNotJudgedByIt() throws Exception {
    TinyLearner learner = new TinyLearner();
    LanguageModel model = trained(learner, CHAT, TEA).voice();
    TinyLearner.Call call = learner.calls.get(0);
    assertThat(times(model, call.training(), "tea?\n" + TEA.text())).isEqualTo(3);
    assertThat(times(model, call.validation(), TEA.text())).isZero();
  }

  /** How often lines stand in a stream that has a message a line. */
  private static int times(LanguageModel model, TokenStream stream, String lines) {
    int lineFeed = model.tokenizer().encode("\n")[0];
    int[] tokens = stream.tokens().clone();
    Arrays.setAll(tokens, i -> tokens[i] == ControlTokens.END ? lineFeed : tokens[i]);
    String text = model.tokenizer().decode(tokens, 0, tokens.length);
    return (int) Pattern.compile(Pattern.quote(lines + "\n")).matcher(text).results().count();
  }

  @Test
  void itMayBeSaidWordForWordUnlikeWhatWasReallyWritten() throws Exception {
    LanguageModel model = trained(null, CHAT, TEA).voice();
    assertThat(model.repeats(CHAT.get(1).text())).isTrue();
    assertThat(model.repeats(TEA.text())).isFalse();
  }

  @Test
  void whatTheModelIsJudgedByAndWhatTheHabitsAreStaysAsItWas() throws Exception {
    Training before = trained(null, CHAT);
    Training after = trained(null, CHAT, TEA, TEA, TEA);
    assertThat(after.voice().habits()).isEqualTo(before.voice().habits());
    assertThat(after.bits.get(0)).isBetween(before.bits.get(0) * 0.9, before.bits.get(0) * 1.1);
  }

  @Test
  void ofSomeoneWhoSpeaksAloneACorrectionIsLearnedWithoutWhatItAnswers() throws Exception {
    List<Turn> alone = Chats.ofOneWhoCounts(100);
    assertThat(bits(trained(null, alone, TEA).voice()))
        .isLessThan(bits(trained(null, alone).voice()) / 2);
  }
}
