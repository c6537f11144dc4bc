package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.State;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A model of a base and adapters says what a model of the merged weights says. */
class AdaptedModelTest {
  private static final int VOCABULARY = 70;
  private static final TransformerShape SHAPE =
      new TransformerShape(VOCABULARY, 36, 3, 6, 2, 6, 50, 40, 1000, 1e-5);

  private static List<MatrixKernel> kernels() {
    return List.of(new PlainKernel(), Kernels.onHeap());
  }

  private static float[] random(int length, double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (spread * random.nextGaussian());
    }
    return values;
  }

  private static TransformerWeights weights(TransformerShape shape) {
    return new TransformerWeights(shape, random((int) ParameterLayout.count(shape), 0.3, 3));
  }

  private static Adapters adapters(int rank, int layers) {
    return adapters(SHAPE, rank, layers);
  }

  private static Adapters adapters(TransformerShape shape, int rank, int layers) {
    AdapterLayout layout = new AdapterLayout(shape, rank, layers);
    return new Adapters(layout, random(layout.length(), 0.15, 4));
  }

  private static TransformerModel adapted(TransformerModel base, Adapters adapters) {
    return new TransformerModel(new TransformerModel.Adaptation(base, adapters));
  }

  private static int[] tokens(int count, long seed) {
    return new SplittableRandom(seed).ints(count, ControlTokens.COUNT, VOCABULARY).toArray();
  }

  private static float[] next(TransformerModel model) {
    State state = model.start();
    state.advance(tokens(30, 1));
    float[] out = new float[VOCABULARY];
    state.logProbabilities(out);
    return out;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, false, false, false",
    "5, 2, false, false, false",
    "33, 9, false, false, false",
    "5, 9, true, false, false",
    "5, 9, false, true, false",
    "5, 9, false, false, true"
  })
  void itSaysWhatTheMergedWeightsSay(
      int rank, int layers, boolean separateSoftmax, boolean biases, boolean headNorms) {
    TransformerShape shape =
        SHAPE.with(new TransformerShape.Options(separateSoftmax, biases, headNorms, null));
    TransformerWeights weights = weights(shape);
    Adapters adapters = adapters(shape, rank, layers);
    TransformerModel base = new TransformerModel(weights, new ExactKernel());
    TransformerModel merged =
        new TransformerModel(
            adapters.layout().merge(weights, adapters.values()), new ExactKernel());

    TransformerModel model = adapted(base, adapters);

    assertThat(next(model)).containsExactly(next(merged), within(1e-4f));
    assertThat(next(model)).isNotEqualTo(next(base));
    assertThat(model.weights().flat()).containsExactly(merged.weights().flat(), within(1e-6f));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void itSaysNearlyThatWithWeightsOfEightBits(MatrixKernel kernel) {
    TransformerWeights weights = weights(SHAPE);
    Adapters adapters = adapters(5, 3);
    TransformerModel exact = adapted(new TransformerModel(weights, new ExactKernel()), adapters);
    TransformerModel model = adapted(new TransformerModel(weights, kernel), adapters);
    assertThat(next(model)).containsExactly(next(exact), within(0.5f));
    TransformerModel rounded = new TransformerModel(model.weights(), new ExactKernel());
    assertThat(next(model)).containsExactly(next(rounded), within(0.1f));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void statesSideBySideGetWhatEachGetsAlone(MatrixKernel kernel) {
    TransformerModel model = adapted(new TransformerModel(weights(SHAPE), kernel), adapters(5, 2));
    List<State> side = new ArrayList<>();
    List<State> alone = new ArrayList<>();
    for (int s = 0; s < 7; s++) {
      side.add(model.start());
      alone.add(model.start());
      side.get(s).advance(tokens(5 * s, 10 + s));
      for (int token : tokens(5 * s, 10 + s)) {
        alone.get(s).advance(token);
      }
    }
    for (int step = 0; step < 5; step++) {
      int[] more = tokens(7, 100 + step);
      model.advance(side, more);
      for (int s = 0; s < 7; s++) {
        alone.get(s).advance(more[s]);
      }
    }
    float[][] out = new float[7][VOCABULARY];
    model.logProbabilities(side, out);
    for (int s = 0; s < 7; s++) {
      float[] expected = new float[VOCABULARY];
      alone.get(s).logProbabilities(expected);
      assertThat(out[s]).containsExactly(expected);
    }
  }

  @Test
  void itsSizeIsThatOfItsAdaptersAndItLeavesItsBaseOpen() {
    TransformerModel base = new TransformerModel(weights(SHAPE));
    long whole = base.sizeInBytes();
    TransformerModel model = adapted(base, adapters(1, 1));
    assertThat(model.sizeInBytes()).isPositive().isLessThan(whole / 2);
    assertThat(adapted(base, adapters(2, 3)).sizeInBytes()).isGreaterThan(model.sizeInBytes());
    float[] before = next(base);
    model.close();
    assertThat(next(base)).containsExactly(before);
    assertThat(base.sizeInBytes()).isEqualTo(whole);
  }

  @Test
  void adaptersToAdaptersOrToAnotherShapeAreRefused() {
    TransformerModel base = new TransformerModel(weights(SHAPE));
    Adapters adapters = adapters(1, 1);
    TransformerModel model = adapted(base, adapters);
    assertThatIllegalArgumentException().isThrownBy(() -> adapted(model, adapters));
    TransformerModel other =
        new TransformerModel(
            weights(new TransformerShape(VOCABULARY, 36, 2, 6, 2, 6, 50, 40, 1000, 1e-5)));
    assertThatIllegalArgumentException().isThrownBy(() -> adapted(other, adapters));
  }
}
