package io.mynah.lm.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.VoiceParameters;
import io.mynah.text.ControlTokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NGramStateTest {
  private static final int VOCABULARY = 60;

  /** Messages of tokens that are often followed by the same ones. */
  private static int[] messages(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[count];
    tokens[0] = ControlTokens.OWN;
    for (int i = 1; i < count; i++) {
      boolean ended = tokens[i - 1] == ControlTokens.END;
      boolean ends = !ended && i % 9 == 8;
      int next = (tokens[i - 1] * 7 + random.nextInt(4)) % (VOCABULARY - ControlTokens.COUNT);
      tokens[i] = ended ? ControlTokens.OWN : ends ? ControlTokens.END : ControlTokens.COUNT + next;
    }
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forSpeakingItLearnsFromOthersIfFromAnyoneAndNotFromWhatTheModelSaid(boolean everyone) {
    NGramModel model =
        NGramModel.learn(
            VOCABULARY, everyone, messages(900, 1), 5, VoiceParameters.defaults().ngrams());
    int own = 57;
    int others = 58;
    assertThat(gain(model.start(), ControlTokens.OWN, own)).isGreaterThan(1);
    assertThat(gain(model.speaking().start(), ControlTokens.OWN, own)).isZero();
    double heard = gain(model.start(), ControlTokens.OTHER, others);
    assertThat(gain(model.speaking().start(), ControlTokens.OTHER, others)).isEqualTo(heard);
    assertThat(heard > 1).isEqualTo(everyone);
  }

  /** What ln P of a message of one token gains, once it was said three times. */
  private static double gain(NGramState state, int opening, int token) {
    double before = likelihood(state, token);
    for (int i = 0; i < 3; i++) {
      state.advance(new int[] {opening, token, ControlTokens.END});
    }
    return likelihood(state, token) - before;
  }

  private static double likelihood(NGramState state, int token) {
    NGramState next = (NGramState) state.copy();
    next.advance(ControlTokens.OWN);
    float[] logs = new float[VOCABULARY];
    next.logProbabilities(logs);
    return logs[token];
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void logarithmsAreThoseOfTheProbabilitiesAlsoOfWhatAConversationAdds(boolean everyone) {
    NGramModel model =
        NGramModel.learn(
            VOCABULARY, everyone, messages(900, 1), 5, VoiceParameters.defaults().ngrams());
    NGramState state = model.start();
    float[] logs = new float[VOCABULARY];
    float[] probabilities = new float[VOCABULARY];
    for (int token : messages(300, 2)) {
      state.advance(token);
      state.logProbabilities(logs);
      state.probabilities(probabilities);
      double sum = 0;
      for (int i = 0; i < VOCABULARY; i++) {
        assertThat((double) logs[i]).isCloseTo(Math.log(probabilities[i]), within(1e-5));
        sum += probabilities[i];
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      assertThat(((NGramState) state.copy()).matched()).isEqualTo(state.matched());
    }
  }

  @Test
  void tokensBeyondSixteenBitsCountLikeOthers() throws IOException {
    int size = 150_000;
    IntUnaryOperator moved = token -> ControlTokens.is(token) ? token : size - token;
    VoiceParameters.NGrams parameters = VoiceParameters.defaults().ngrams();
    int[] messages = messages(900, 1);
    NGramState state = NGramModel.learn(size, false, messages, 5, parameters).start();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NGramModel.learn(size, false, IntStream.of(messages).map(moved).toArray(), 5, parameters)
        .write(new DataOutputStream(bytes));
    NGramState other =
        NGramModel.read(
                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), parameters)
            .start();
    float[] logs = new float[size];
    float[] otherLogs = new float[size];
    for (int token : messages(100, 2)) {
      state.advance(token);
      other.advance(moved.applyAsInt(token));
      state.logProbabilities(logs);
      other.logProbabilities(otherLogs);
      for (int i = 0; i < VOCABULARY; i++) {
        assertThat(otherLogs[moved.applyAsInt(i)]).isCloseTo(logs[i], within(1e-4f));
      }
    }
  }
}
