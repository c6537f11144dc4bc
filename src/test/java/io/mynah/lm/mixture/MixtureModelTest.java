package io.mynah.lm.mixture;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.EncodedMessages;
import io.mynah.lm.Habits;
import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.WordFrequencies;
import io.mynah.lm.evaluation.Scorer;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MixtureModelTest {
  private static final VoiceParameters VOICE = VoiceParameters.defaults();

  private static final BpeTokenizer BYTES = new BpeTrainer(0).train(List.of());

  private static MixtureModel mixture(List<? extends TokenModel> parts, double[][] weights) {
    return new MixtureModel(
        BYTES,
        List.copyOf(parts),
        weights,
        VerbatimFilter.of(BYTES, VOICE.verbatim()),
        1,
        Habits.PLAIN,
        ShortMessages.NONE,
        WordFrequencies.NONE,
        VOICE);
  }

  /** Two parts, the first right about what Bella says; no weight on what was said lately. */
  private static MixtureModel ofRightAndWrong(double recency) {
    List<TokenModel> parts =
        List.of(
            Scripted.of(Map.of("yes", 0.9, "no!", 0.1)),
            Scripted.of(Map.of("yes", 0.1, "no!", 0.9)));
    double[][] weights =
        new double[new WeightSetSelector(parts.get(0), BYTES, VOICE.cache()).count()][3];
    weights[0] = new double[] {0.5, 0.5, recency};
    return mixture(parts, weights);
  }

  @Test
  void knowsTheWordsThatWereWrittenAndAllThatIsNoWord() {
    ConversationEncoder encoder = new ConversationEncoder(BYTES, BELLA);
    List<Turn> turns = List.of(bella("good tea"), bella("nice cups"));
    NGramModel memory =
        NGramModel.learn(
            BYTES.size(), false, new EncodedMessages(encoder).own(turns), 6, VOICE.ngrams());
    double[][] weights = new double[new WeightSetSelector(memory, BYTES, VOICE.cache()).count()][2];
    MixtureModel model = mixture(List.of(memory), weights);
    assertThat(List.of("good", "tea", "cups", "!?", "", "😀", "你好吗")).allMatch(model::knows);
    assertThat(List.of("gooe", "xtea", "spuc", "qq")).noneMatch(model::knows);
  }

  @Test
  void speaksWithAnAccentButNeverAgainstTheChat() {
    ConversationEncoder encoder = new ConversationEncoder(BYTES, BELLA);
    int[] messages =
        new EncodedMessages(encoder).own(List.of(bella("good tea"), bella("nice cups")));
    List<TokenModel> memories =
        List.of(
            NGramModel.learn(BYTES.size(), false, messages, 6, VOICE.ngrams()),
            NGramModel.learn(BYTES.size(), true, messages, 4, VOICE.ngrams()));
    double[][] weights =
        new double[new WeightSetSelector(memories.get(0), BYTES, VOICE.cache()).count()][3];
    weights[0] = new double[] {0.5, 0.7, 0.2};
    assertThat(accented(memories, weights)).containsExactly(0.9, 0.7 - 0.4, 0.2);
    weights[0] = new double[] {0.5, 0.3, 0.2};
    assertThat(accented(memories, weights)).containsExactly(0.8, 0, 0.2);
    weights[0] = new double[] {0.5, -0.1, 0.2};
    assertThat(accented(memories, weights)).containsExactly(0.5, -0.1, 0.2);
    assertThat(weights[0]).as("the weights that judge").containsExactly(0.5, -0.1, 0.2);
  }

  private static double[] accented(List<TokenModel> parts, double[][] weights) {
    return mixture(parts, weights).speaking().weights()[0];
  }

  @Test
  void learnsWhichPartToTrustFromWhatThePersonSays() {
    Scorer scorer = new Scorer(ofRightAndWrong(0), BELLA);
    double first = scorer.score("yes").bits();
    for (int i = 0; i < 500; i++) {
      scorer.score("yes");
    }
    assertThat(scorer.score("yes").bits()).isLessThan(first * 0.9);
  }

  @Test
  void learnsNothingOfThatFromWhatOthersSay() {
    MixtureModel model = ofRightAndWrong(0);
    Scorer scorer = new Scorer(model, BELLA);
    for (int i = 0; i < 500; i++) {
      scorer.add(ada("yes"));
    }
    assertThat(scorer.score("yes").bits())
        .isEqualTo(Scorer.afresh(model, BELLA, List.of(), "yes").bits());
  }

  @Test
  void givesStatesThatReadTogetherWhatEachGetsTokenByToken() {
    ConversationEncoder encoder = new ConversationEncoder(BYTES, BELLA);
    int[] messages =
        new EncodedMessages(encoder).own(List.of(bella("good tea"), bella("nice cups")));
    List<TokenModel> parts =
        List.of(
            NGramModel.learn(BYTES.size(), false, messages, 6, VOICE.ngrams()),
            NGramModel.learn(BYTES.size(), true, messages, 4, VOICE.ngrams()),
            Scripted.of(Map.of("good", 0.9, "cups", 0.1)));
    double[][] weights =
        new double[new WeightSetSelector(parts.get(0), BYTES, VOICE.cache()).count()][4];
    weights[0] = new double[] {0.5, 0.4, 0.3, 1};
    weights[2] = new double[] {0.1, -0.1, 0, 0};
    MixtureModel model = mixture(parts, weights);
    int[][] tokens = {BYTES.encode("good cups"), BYTES.encode("tea")};
    List<State> together = List.of(said(model, "nice tea"), said(model, "good"));
    List<State> single = List.of(said(model, "nice tea"), said(model, "good"));
    float[][][] out = {
      new float[tokens[0].length][model.vocabulary()],
      new float[tokens[1].length][model.vocabulary()]
    };

    model.read(together, tokens, out);

    float[] expected = new float[model.vocabulary()];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < tokens[i].length; j++) {
        single.get(i).advance(tokens[i][j]);
        single.get(i).logProbabilities(expected);
        assertThat(out[i][j]).containsExactly(expected);
      }
      together.get(i).logProbabilities(out[i][0]);
      assertThat(out[i][0]).containsExactly(expected);
    }
  }

  private static State said(MixtureModel model, String text) {
    State state = model.start();
    state.advance(new ConversationEncoder(BYTES, BELLA).own(text));
    state.advance(ControlTokens.OWN);
    return state;
  }

  @Test
  void leavesTheStateThatItWasCopiedFromAsItWas() {
    MixtureModel model = ofRightAndWrong(1);
    State state = model.start();
    state.advance(ControlTokens.OWN);
    float[] before = new float[model.vocabulary()];
    float[] after = new float[model.vocabulary()];
    state.probabilities(before);
    State copy = state.copy();
    for (int i = 0; i < 50; i++) {
      for (int token : new ConversationEncoder(BYTES, BELLA).own("yes")) {
        copy.probabilities(after);
        copy.advance(token);
      }
    }
    copy.advance(ControlTokens.OWN);
    copy.probabilities(after);
    assertThat(after).isNotEqualTo(before);
    state.probabilities(after);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void holdsLikelierWhatWasSaidLatelyEvenWhenItIsNoLongerAnswered() {
    MixtureModel model = ofRightAndWrong(1);
    List<Turn> before = List.of(bella("yes"), ada("hm"), ada("hm"));
    List<Turn> overheard = List.of(bella("yes"), ada("no!"), ada("hm"), ada("hm"));
    assertThat(Scorer.afresh(model, BELLA, overheard, "no!").bits())
        .isLessThan(Scorer.afresh(model, BELLA, before, "no!").bits());
  }
}
