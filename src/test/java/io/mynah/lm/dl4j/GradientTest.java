package io.mynah.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TokenStream;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gradients of all layers against finite differences in double precision. The layers themselves
 * compute in single precision whatever the data type of a network is: their loops run over arrays
 * of floats, their products are of floats. So the differences are those of a {@link DoubleNetwork},
 * which also must come to the same loss.
 */
class GradientTest {
  private static final int VOCABULARY = 11;
  private static final int SEED = 3;
  private static final int STEP = 5;

  private static RecurrentConfig config(
      int layers, int steps, int lanes, double dropout, double decay, double clip) {
    return new RecurrentConfig(
        6, layers, lanes, steps, 1e-2, 10, 0.05, 0.99, decay, clip, dropout, dropout, 1, 4, true);
  }

  private static RecurrentNetwork network(RecurrentConfig config, Precision precision) {
    RecurrentNetwork network =
        new RecurrentNetwork(config, VOCABULARY, config.lanes(), SEED, precision);
    // Larger than at the start, biases too, so that every part matters.
    SplittableRandom random = new SplittableRandom(8);
    float[] parameters = network.parameters();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-0.8, 0.8);
    }
    network.parameters(parameters);
    return network;
  }

  private static StreamLanes lanes(RecurrentConfig config) {
    SplittableRandom random = new SplittableRandom(5);
    int[] tokens = new int[config.steps() * config.lanes() * 3];
    float[] weights = new float[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(VOCABULARY);
      weights[i] = i % 4 == 0 ? 0f : i % 3 == 0 ? 0.3f : 1f;
    }
    return StreamLanes.forTraining(
        new TokenStream(tokens, weights), config.lanes(), config.steps());
  }

  private static float[] gradients(RecurrentNetwork network) {
    return OffHeap.of(network.network().getFlattenedGradients()).toArray();
  }

  private static double[] doubles(float[] floats) {
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }

  private static double length(double[] vector) {
    double sum = 0;
    for (double each : vector) {
      sum += each * each;
    }
    return Math.sqrt(sum);
  }

  /** The last two have more places than the softmax takes at once. */
  @ParameterizedTest
  @CsvSource({
    "1,  5, 3, 0,   1",
    "2,  5, 3, 0,   1",
    "3,  4, 2, 0,   0.25",
    "1,  5, 3, 0.4, 1",
    "2,  5, 3, 0.4, 2",
    "1,  1, 1, 0,   1",
    "1, 60, 8, 0,   1",
    "1, 60, 8, 0.4, 0.1"
  })
  void areThoseOfFiniteDifferences(
      int layers, int steps, int lanes, double dropout, float lossScale) {
    RecurrentConfig config = config(layers, steps, lanes, dropout, 0, 1e9);
    StreamLanes windows = lanes(config);
    StreamLanes.Window window = windows.window(0, 1, 1);
    try (RecurrentNetwork network = network(config, Precision.SINGLE)) {
      network.gradient(windows.window(0, 0, 1), STEP - 1, 1f);
      float[][] state = network.state();
      network.gradient(window, STEP, lossScale);
      float[] found = gradients(network);
      double[] parameters = doubles(network.parameters());
      DoubleNetwork reference =
          new DoubleNetwork(config, VOCABULARY, lanes, SEED, state, window, STEP);

      double loss = reference.loss(parameters);
      assertThat(network.loss()).isCloseTo(loss, within(1e-6 * loss));
      // Every parameter of a small window, one in seven of a large one.
      int every = steps * lanes > 100 ? 7 : 1;
      for (int i = 0; i < found.length; i += every) {
        double expected = lossScale * reference.gradient(parameters, i);
        assertThat((double) found[i])
            .as("parameter %s of %s", i, found.length)
            .isCloseTo(expected, within(2e-6 * steps * lanes + 1e-5 * Math.abs(expected)));
      }
      assertThat(length(doubles(found))).isGreaterThan(0.3);
    }
  }

  @Test
  void roundedFactorsChangeThemLittle() {
    assumeTrue(Precision.fastest() == Precision.BFLOAT16, "needs a processor with bfloat16");
    RecurrentConfig config = config(2, 5, 3, 0.4, 0, 1e9);
    StreamLanes.Window window = lanes(config).window(0, 0, 1);
    double[] exact = gradients(config, window, Precision.SINGLE);
    double[] rounded = gradients(config, window, Precision.BFLOAT16);
    double[] difference = new double[exact.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = rounded[i] - exact[i];
    }
    assertThat(length(difference) / length(exact)).isBetween(1e-6, 0.02);
  }

  private static double[] gradients(
      RecurrentConfig config, StreamLanes.Window window, Precision precision) {
    try (RecurrentNetwork network = network(config, precision)) {
      network.gradient(window, STEP, 1f);
      return doubles(gradients(network));
    }
  }

  @Test
  void areNoneWhereNothingCounts() {
    RecurrentConfig config = config(2, 5, 3, 0.4, 0, 1e9);
    StreamLanes.Window window = lanes(config).window(0, 0, 1);
    StreamLanes.Window nothing =
        new StreamLanes.Window(
            window.inputs(), window.targets(), new float[window.weights().length]);
    try (RecurrentNetwork network = network(config, Precision.SINGLE)) {
      network.gradient(window, STEP, 1f);
      network.gradient(nothing, STEP, 1f);
      assertThat(network.loss()).isZero();
      assertThat(gradients(network)).containsOnly(0f);
    }
  }

  /** Two updates as Kingma and Ba (2015) and Loshchilov and Hutter (2019) define them. */
  @ParameterizedTest
  @CsvSource({"1e9, 0", "0.7, 0", "1e9, 0.1", "0.7, 0.1"})
  void areClippedByTheirLengthAndFollowedByAdamWithDecoupledWeightDecay(double clip, double decay) {
    RecurrentConfig config = config(2, 5, 3, 0.4, decay, clip);
    StreamLanes windows = lanes(config);
    int last = config.layers() * (8 * 36 + 24) + VOCABULARY * 6;
    try (RecurrentNetwork trained = network(config, Precision.SINGLE);
        RecurrentNetwork plain = network(config, Precision.SINGLE)) {
      double[] p = doubles(plain.parameters());
      double[] m = new double[p.length];
      double[] v = new double[p.length];
      for (int step = 0; step < 2; step++) {
        StreamLanes.Window window = windows.window(0, step, 1);
        plain.parameters(trained.parameters());
        plain.gradient(window, step, 1f);
        double[] g = doubles(gradients(plain));
        double shortened = Math.min(1, clip / length(g));
        assertThat(shortened < 1).isEqualTo(clip < 1);
        double rate = 1e-2 * (step + 1) / 10;
        trained.train(window, step, rate, 1f);
        for (int i = 0; i < p.length; i++) {
          m[i] = 0.9 * m[i] + 0.1 * shortened * g[i];
          v[i] = 0.99 * v[i] + 0.01 * Math.pow(shortened * g[i], 2);
          double mean = m[i] / (1 - Math.pow(0.9, step + 1));
          double size = Math.sqrt(v[i] / (1 - Math.pow(0.99, step + 1)));
          boolean bias = i >= last || (i < last - VOCABULARY * 6 && i % (8 * 36 + 24) >= 8 * 36);
          double kept = bias ? 1 : 1 - rate * decay;
          // A gradient near nothing has no direction that single precision could keep.
          p[i] = size > 1e-4 ? kept * p[i] - rate * mean / size : trained.parameters()[i];
          assertThat((double) trained.parameters()[i])
              .as("parameter %s after update %s", i, step + 1)
              .isCloseTo(p[i], within(2e-6));
        }
      }
    }
  }
}
