package io.mynah.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.numeric.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecurrentNetworkTest {
  private static final int VOCABULARY = 11;
  private static final int LANES = 3;

  private static RecurrentConfig shape(double dropout) {
    return new RecurrentConfig(
        6, 2, LANES, 5, 1e-2, 10, 0.05, 0.99, 0, 1e9, dropout, dropout, 1, 4, true);
  }

  private static RecurrentNetwork network(double dropout) {
    return network(dropout, Precision.SINGLE);
  }

  private static RecurrentNetwork network(double dropout, Precision precision) {
    return new RecurrentNetwork(shape(dropout), VOCABULARY, LANES, 3, precision);
  }

  private static TokenStream stream() {
    SplittableRandom random = new SplittableRandom(5);
    int[] tokens = new int[40];
    float[] weights = new float[40];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(VOCABULARY);
      weights[i] = i % 4 == 0 ? 0f : i % 3 == 0 ? 0.3f : 1f;
    }
    return new TokenStream(tokens, weights);
  }

  @Test
  void plainJavaGivesWhatTheNetworkGives() {
    TokenStream stream = stream();
    StreamLanes lanes = StreamLanes.forTraining(stream, 1, 5);
    try (RecurrentNetwork network =
        new RecurrentNetwork(shape(0.4), VOCABULARY, 1, 3, Precision.SINGLE)) {
      for (int i = 0; i < 8; i++) {
        network.train(lanes.window(0, i, 1), i, 1e-3, 1f);
      }
      network.forget();
      State state = network.model(network.parameters()).start();
      float[] logs = new float[VOCABULARY];
      for (int i = 0; i < 7; i++) {
        double expected = 0;
        for (int at = 5 * i; at < 5 * i + 5; at++) {
          state.advance(stream.tokens()[at]);
          state.logProbabilities(logs);
          expected -= stream.weights()[at + 1] * logs[stream.tokens()[at + 1]];
        }
        assertThat(network.score(lanes.window(0, i, 1))).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void movesManyStatesAtOnceToWhereEachWouldGetAlone() {
    try (RecurrentNetwork network = network(0)) {
      TokenModel model = network.model(network.parameters());
      int[] first = {3, 0, 7};
      int[] second = {1, 1, 10};
      List<State> together = List.of(model.start(), model.start(), model.start());
      model.advance(together, first);
      model.advance(together, second);
      float[][] found = new float[3][VOCABULARY];
      model.logProbabilities(together, found);
      for (int i = 0; i < 3; i++) {
        State alone = model.start();
        alone.advance(first[i]);
        alone.advance(second[i]);
        float[] logs = new float[VOCABULARY];
        alone.logProbabilities(logs);
        assertThat(found[i]).isEqualTo(logs);
      }
      assertThat(found[0]).isNotEqualTo(found[1]);
    }
  }

  @Test
  void takesUpManyTokensAtOnceAsIfOneByOne() {
    try (RecurrentNetwork network = network(0)) {
      TokenModel model = network.model(network.parameters());
      int[] tokens = IntStream.range(0, 37).map(i -> (i * i + 3) % VOCABULARY).toArray();
      State together = model.start();
      together.advance(tokens);
      State single = model.start();
      for (int token : tokens) {
        single.advance(token);
      }
      float[] found = new float[VOCABULARY];
      together.logProbabilities(found);
      float[] expected = new float[VOCABULARY];
      single.logProbabilities(expected);
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void probabilitiesAddUpToOne() {
    try (RecurrentNetwork network = network(0)) {
      State state = network.model(network.parameters()).start();
      float[] probabilities = new float[VOCABULARY];
      state.advance(3);
      state.probabilities(probabilities);
      double sum = 0;
      for (float p : probabilities) {
        sum += p;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void dropsOtherFeaturesEachStepAndTheSameAgainForTheSameStep() {
    StreamLanes.Window window = StreamLanes.forTraining(stream(), LANES, 5).window(0, 0, 1);
    try (RecurrentNetwork network = network(0.4)) {
      double[] losses = new double[3];
      int[] steps = {1, 2, 1};
      for (int i = 0; i < 3; i++) {
        network.forget();
        network.gradient(window, steps[i], 1f);
        losses[i] = network.loss();
      }
      assertThat(losses[2]).isEqualTo(losses[0]);
      assertThat(losses[1]).isNotEqualTo(losses[0]);
    }
  }

  @Test
  void measuringDropsNothingAndChangesNothing() {
    StreamLanes.Window window = StreamLanes.forTraining(stream(), LANES, 5).window(0, 0, 1);
    try (RecurrentNetwork dropping = network(0.4);
        RecurrentNetwork plain = network(0)) {
      float[] before = dropping.parameters();
      double score = dropping.score(window);
      assertThat(score).isCloseTo(plain.score(window), within(1e-6));
      assertThat(Arrays.equals(before, dropping.parameters())).isTrue();
    }
  }

  @Test
  void theStateGoesFromWindowToWindow() {
    StreamLanes lanes = StreamLanes.forTraining(stream(), LANES, 5);
    try (RecurrentNetwork network = network(0)) {
      network.score(lanes.window(0, 0, 1));
      float[][] state = network.state();
      double carried = network.score(lanes.window(0, 1, 1));
      network.forget();
      double fresh = network.score(lanes.window(0, 1, 1));
      network.state(state);
      double again = network.score(lanes.window(0, 1, 1));
      assertThat(again).isEqualTo(carried);
      assertThat(fresh).isNotEqualTo(carried);
    }
  }
}
