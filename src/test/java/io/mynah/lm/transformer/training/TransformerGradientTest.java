package io.mynah.lm.transformer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The loss of the whole network and its gradients against those of a {@link DoubleTransformer},
 * whose gradients are finite differences, and the updates against their definitions.
 */
class TransformerGradientTest {
  private static final int VOCABULARY = 23;
  private static final int SEED = 3;
  private static final int STEP = 5;
  private static final float SCALE = 0.25f;

  /** Constants at which the places of a short row differ and the norms are not those without ε. */
  private static TransformerShape shape(int heads, int keyHeads, int headWidth) {
    return new TransformerShape(VOCABULARY, 12, 2, heads, keyHeads, headWidth, 10, 1000, 50, 0.01);
  }

  private static final TransformerShape SHAPE = shape(4, 2, 4);

  private static TransformerConfig config(
      int rows,
      int length,
      boolean muon,
      double decay,
      double clip,
      double dropout,
      double average) {
    Duration ample = Duration.ofMinutes(1);
    return new TransformerConfig(
        rows, length, muon, 0, 0, 1e-2, 10, 0.1, 0.9, 0.99, decay, clip, dropout, average, 1, 1, 1,
        ample, ample);
  }

  private static TransformerConfig config(int rows, int length, double dropout) {
    return config(rows, length, false, 0, 1e9, dropout, 0);
  }

  private static TransformerNetwork network(
      TransformerConfig config, TransformerShape shape, Precision precision, int threads) {
    assumeTrue(
        precision == Precision.SINGLE || Precision.fastest() == precision,
        "this processor does not multiply bfloat16");
    TransformerNetwork network =
        new TransformerNetwork(config, shape, null, SEED, precision, threads);
    // Larger than at the start, gains too, so that every part matters.
    SplittableRandom random = new SplittableRandom(8);
    float[] parameters = network.parameters();
    for (ParameterLayout.Part part : new ParameterLayout(shape).parts()) {
      for (int i = part.at(); i < part.at() + part.length(); i++) {
        double gaussian = random.nextGaussian();
        parameters[i] =
            (float)
                (part.kind() == ParameterLayout.Kind.GAIN ? 1 + 0.2 * gaussian : 0.3 * gaussian);
      }
    }
    network.parameters(parameters);
    return network;
  }

  /**
   * Rows of random tokens. In the first some texts follow one another, in the second each place
   * attends to some before it, in the third nothing counts, in the others all attend to all before.
   */
  private static RowBatch rows(TransformerNetwork network, int length) {
    SplittableRandom random = new SplittableRandom(5);
    RowBatch rows = new RowBatch(network.rows(), length);
    for (int row = 0; row < rows.rows(); row++) {
      int begin = 0;
      for (int t = 0; t < length; t++) {
        int i = row * length + t;
        begin = random.nextInt(length) < 3 ? t : begin;
        rows.inputs()[i] = random.nextInt(VOCABULARY);
        rows.targets()[i] = random.nextInt(VOCABULARY);
        rows.weights()[i] = row == 2 || t % 4 == 1 ? 0f : t % 3 == 0 ? 0.3f : 1f;
        rows.begins()[i] = row == 0 ? begin : row == 1 ? Math.max(0, t - length * 2 / 3) : 0;
      }
    }
    return rows;
  }

  private static DoubleTransformer reference(
      TransformerShape shape, RowBatch rows, double dropout, int step) {
    Dropout dropped = new Dropout(dropout, SEED, rows.length());
    dropped.begin(step, 0);
    return new DoubleTransformer(shape, rows, dropped);
  }

  private static double[] doubles(float[] floats) {
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }

  private static double length(double... vector) {
    double sum = 0;
    for (double each : vector) {
      sum += each * each;
    }
    return Math.sqrt(sum);
  }

  private static double[] difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }

  /** Some places of a part, among them the last. */
  private static int[] places(ParameterLayout.Part part, int count) {
    SplittableRandom random = new SplittableRandom(part.at());
    int[] places = new int[count];
    Arrays.setAll(places, i -> part.at() + random.nextInt(part.length()));
    places[0] = part.at() + part.length() - 1;
    return places;
  }

  /**
   * The last three have several blocks of places in the attention; the last two several passes to a
   * thread, for more rows do not go through at a time.
   */
  @ParameterizedTest
  @CsvSource({
    "3,  11, 1, 4, 2, 4, 0,   40",
    "3,   7, 1, 4, 4, 6, 0,   40",
    "5,   9, 1, 4, 1, 6, 0,   40",
    "4,  10, 2, 4, 2, 6, 0,   40",
    "5,   8, 2, 4, 2, 4, 0,   40",
    "3,  11, 3, 2, 1, 2, 0,   40",
    "1,   2, 1, 1, 1, 4, 0,   40",
    "4,  11, 1, 4, 2, 4, 0.3, 40",
    "4,  11, 2, 4, 2, 4, 0.3, 40",
    "2, 125, 1, 4, 2, 4, 0,   10",
    "4, 330, 2, 4, 2, 4, 0,    3",
    "2, 330, 1, 4, 2, 4, 0.3,  3"
  })
  void areThoseOfFiniteDifferences(
      int rowCount,
      int length,
      int threads,
      int heads,
      int keyHeads,
      int headWidth,
      double dropout,
      int places) {
    assertAreThoseOfFiniteDifferences(
        shape(heads, keyHeads, headWidth), config(rowCount, length, dropout), threads, places);
  }

  @ParameterizedTest
  @MethodSource("options")
  void areThoseOfFiniteDifferencesWithEveryOption(TransformerShape.Options options) {
    for (int headWidth : new int[] {4, 6}) {
      TransformerShape shape = shape(4, 2, headWidth).with(options);
      assertAreThoseOfFiniteDifferences(shape, config(5, 11, 0), 2, 40);
      assertAreThoseOfFiniteDifferences(shape, config(2, 125, 0.3), 1, 5);
    }
  }

  private static List<TransformerShape.Options> options() {
    RotaryPositions.Scaling scaling = new RotaryPositions.Scaling(8, 1, 4, 16);
    return List.of(
        new TransformerShape.Options(true, false, false, null),
        new TransformerShape.Options(false, true, false, null),
        new TransformerShape.Options(false, false, true, null),
        new TransformerShape.Options(false, false, false, scaling),
        new TransformerShape.Options(true, true, true, scaling));
  }

  private static void assertAreThoseOfFiniteDifferences(
      TransformerShape shape, TransformerConfig config, int threads, int places) {
    int length = config.length();
    double dropout = config.dropout();
    try (TransformerNetwork network = network(config, shape, Precision.SINGLE, threads)) {
      RowBatch rows = rows(network, length);
      DoubleTransformer reference = reference(shape, rows, dropout, STEP);
      double[] parameters = doubles(network.parameters());

      double expectedLoss = reference.loss(parameters);
      assertThat(network.gradient(rows, STEP, SCALE))
          .isCloseTo(expectedLoss, within(1e-6 * expectedLoss));

      double[] found = doubles(network.gradients());
      for (ParameterLayout.Part part : new ParameterLayout(shape).parts()) {
        double[] own = Arrays.copyOfRange(found, part.at(), part.at() + part.length());
        double usual = length(own) / Math.sqrt(own.length);
        assertThat(usual).as("%s", part).isGreaterThan(1e-3);
        for (int i : places(part, places)) {
          double expected = SCALE * reference.gradient(parameters, i);
          assertThat(found[i])
              .as("parameter %s of %s", i - part.at(), part)
              .isCloseTo(expected, within(5e-5 * (usual + Math.abs(expected))));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 11, 1, 4, 2, 4, 0", "4, 10, 2, 4, 1, 6, 0.3", "3, 125, 1, 4, 2, 4, 0.3"})
  void roundedFactorsChangeThemLittle(
      int rowCount,
      int length,
      int threads,
      int heads,
      int keyHeads,
      int headWidth,
      double dropout) {
    assertRoundedFactorsChangeThemLittle(
        shape(heads, keyHeads, headWidth), config(rowCount, length, dropout), threads);
  }

  @ParameterizedTest
  @MethodSource("options")
  void roundedFactorsChangeThemLittleWithEveryOption(TransformerShape.Options options) {
    assertRoundedFactorsChangeThemLittle(SHAPE.with(options), config(4, 11, 0.3), 2);
  }

  private static void assertRoundedFactorsChangeThemLittle(
      TransformerShape shape, TransformerConfig config, int threads) {
    int length = config.length();
    double dropout = config.dropout();
    try (TransformerNetwork exact = network(config, shape, Precision.SINGLE, threads);
        TransformerNetwork rounded = network(config, shape, Precision.BFLOAT16, threads)) {
      RowBatch rows = rows(exact, length);
      DoubleTransformer reference = reference(shape, rows, dropout, STEP);
      double[] parameters = doubles(exact.parameters());
      double expectedLoss = reference.loss(parameters);

      exact.gradient(rows, STEP, SCALE);
      assertThat(rounded.gradient(rows, STEP, SCALE))
          .isCloseTo(expectedLoss, within(2e-3 * expectedLoss));

      for (ParameterLayout.Part part : new ParameterLayout(shape).parts()) {
        int end = part.at() + part.length();
        double[] expected = doubles(Arrays.copyOfRange(exact.gradients(), part.at(), end));
        double[] found = doubles(Arrays.copyOfRange(rounded.gradients(), part.at(), end));
        assertThat(length(difference(found, expected)) / length(expected))
            .as("%s", part)
            .isBetween(1e-4, 0.05);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theScoreIsThatOfTheWholeNetworkWithNothingDropped(int threads) {
    try (TransformerNetwork network =
        network(config(5, 9, 0.4), SHAPE, Precision.SINGLE, threads)) {
      RowBatch rows = rows(network, 9);
      double expected = reference(SHAPE, rows, 0, 0).loss(doubles(network.parameters()));
      assertThat(network.score(rows)).isCloseTo(expected, within(1e-6 * expected));
      assertThat(network.gradients()).containsOnly(0f);
    }
  }

  @ParameterizedTest
  @EnumSource
  void areTheSameInTheSameStepAndOthersInAnother(Precision precision) {
    float[] first = gradients(precision, STEP);
    assertThat(gradients(precision, STEP)).isEqualTo(first);
    assertThat(gradients(precision, STEP + 1)).isNotEqualTo(first);
  }

  private static float[] gradients(Precision precision, int... steps) {
    try (TransformerNetwork network = network(config(4, 11, 0.3), SHAPE, precision, 2)) {
      for (int step : steps) {
        network.gradient(rows(network, 11), step, SCALE);
      }
      return network.gradients();
    }
  }

  @ParameterizedTest
  @EnumSource
  void addUp(Precision precision) {
    double[] first = doubles(gradients(precision, STEP));
    double[] second = doubles(gradients(precision, STEP + 1));
    double[] both = doubles(gradients(precision, STEP, STEP + 1));
    assertThat(length(difference(difference(both, first), second)) / length(both)).isLessThan(1e-6);
  }

  @Test
  void areNoneWhereNothingCounts() {
    try (TransformerNetwork network = network(config(3, 11, 0.3), SHAPE, Precision.SINGLE, 1)) {
      RowBatch rows = rows(network, 11);
      Arrays.fill(rows.weights(), 0);
      assertThat(network.gradient(rows, STEP, SCALE)).isZero();
      assertThat(network.gradients()).containsOnly(0f);
    }
  }

  @Test
  void whatComesLaterAndWhatAnotherTextSaidChangesNothing() {
    try (TransformerNetwork network = network(config(1, 200, 0), SHAPE, Precision.SINGLE, 1)) {
      RowBatch rows = rows(network, 200);
      Arrays.fill(rows.weights(), 0);
      Arrays.fill(rows.begins(), 0);
      Arrays.fill(rows.begins(), 70, 200, 70);
      rows.weights()[150] = 1;
      double before = network.score(rows);
      for (int i = 0; i < 200; i++) {
        int own = rows.inputs()[i];
        rows.inputs()[i] = (own + 1) % VOCABULARY;
        double after = network.score(rows);
        rows.inputs()[i] = own;
        if (i < 70 || i > 150) {
          assertThat(after).as("place %s", i).isEqualTo(before);
        } else {
          assertThat(after).as("place %s", i).isNotEqualTo(before);
        }
      }
    }
  }

  /**
   * Updates as Kingma and Ba (2015) and Loshchilov and Hutter (2019) define them, those of the
   * layers' matrices as Jordan et al. (2024) where that is asked for.
   */
  @ParameterizedTest
  @CsvSource({
    "1, false, 1e9, 0",
    "1, false, 0.7, 0",
    "1, false, 1e9, 0.1",
    "1, false, 0.7, 0.1",
    "2, false, 0.7, 0.1",
    "3, false, 1e9, 0.1",
    "1, true,  0.7, 0.1",
    "2, true,  1e9, 0",
    "3, true,  1e9, 0.1"
  })
  void areClippedByTheirLengthAndFollowedByUpdatesWithDecoupledWeightDecay(
      int threads, boolean muon, double clip, double decay) {
    TransformerConfig config = config(4, 11, muon, decay, clip, 0.3, 0);
    ParameterLayout layout = new ParameterLayout(SHAPE);
    List<DoubleMuon> muons = new ArrayList<>();
    layout.parts().forEach(part -> muons.add(new DoubleMuon(part.rows(), part.columns())));
    try (TransformerNetwork trained = network(config, SHAPE, Precision.SINGLE, threads)) {
      RowBatch rows = rows(trained, 11);
      double[] p = doubles(trained.parameters());
      double[] m = new double[p.length];
      double[] v = new double[p.length];
      for (int step = 0; step < 3; step++) {
        double[] g;
        double loss;
        try (TransformerNetwork plain = network(config, SHAPE, Precision.SINGLE, threads)) {
          plain.parameters(trained.parameters());
          loss = plain.gradient(rows, step, SCALE);
          g = doubles(plain.gradients());
        }
        double shortened = Math.min(1, clip / length(g));
        assertThat(shortened < 1).isEqualTo(clip < 1);
        double rate = 1e-2 * (step + 1);

        assertThat(trained.train(rows, step, rate, SCALE)).isEqualTo(loss);

        assertThat(trained.gradients()).containsOnly(0f);
        float[] after = trained.parameters();
        for (int each = 0; each < muons.size(); each++) {
          ParameterLayout.Part part = layout.parts().get(each);
          boolean table = part.equals(layout.embedding()) || part.equals(layout.softmax());
          boolean orthogonal = muon && part.isMatrix() && !table;
          if (orthogonal) {
            muons.get(each).update(p, g, part.at(), rate, decay, shortened);
          }
          for (int i = part.at(); i < part.at() + part.length(); i++) {
            m[i] = 0.9 * m[i] + 0.1 * shortened * g[i];
            v[i] = 0.99 * v[i] + 0.01 * Math.pow(shortened * g[i], 2);
            double mean = m[i] / (1 - Math.pow(0.9, step + 1));
            double size = Math.sqrt(v[i] / (1 - Math.pow(0.99, step + 1)));
            double kept = part.isMatrix() ? 1 - rate * decay : 1;
            if (!orthogonal) {
              // A gradient near nothing has no direction that single precision could keep.
              p[i] = size > 1e-4 ? kept * p[i] - rate * mean / size : after[i];
            }
            assertThat((double) after[i])
                .as("parameter %s of %s after update %s", i - part.at(), part, step + 1)
                .isCloseTo(p[i], within(5e-6));
          }
        }
      }
    }
  }

  /** Enough parameters that threads are still at theirs when others are done. */
  @Test
  void anUpdateIsTheSameWithAnyNumberOfThreads() {
    TransformerShape wide = TransformerShape.of(4000, 128, 1, 4, 2, 256, 100);
    float[] alone = updated(wide, 1);
    for (int i = 0; i < 5; i++) {
      double[] difference = difference(doubles(updated(wide, 4)), doubles(alone));
      assertThat(length(difference) / length(doubles(alone))).as("trial %s", i).isLessThan(1e-5);
    }
  }

  private static float[] updated(TransformerShape shape, int threads) {
    TransformerConfig config = config(4, 10, false, 0.1, 1e9, 0, 0);
    try (TransformerNetwork network = network(config, shape, Precision.SINGLE, threads)) {
      // Past the first update, which takes a step of one height however small a gradient is.
      float[] moments = network.optimizer().moments();
      Arrays.fill(moments, network.parameterCount(), moments.length, 1f);
      network.optimizer().moments(moments);
      network.train(rows(network, 10), 1, 1, 10f);
      return network.parameters();
    }
  }

  /** What is young counts more at first, whatever the decay. */
  @ParameterizedTest
  @CsvSource({"1, false, 0.5", "2, true, 0.99", "3, false, 0.999"})
  void theAverageFollowsTheParametersFromWhereTheyBegan(int threads, boolean muon, double decay) {
    TransformerConfig config = config(4, 11, muon, 0.1, 1e9, 0.3, decay);
    try (TransformerNetwork network = network(config, SHAPE, Precision.SINGLE, threads)) {
      network.optimizer().begin();
      assertThat(network.optimizer().averages()).isEqualTo(network.parameters());
      double[] expected = doubles(network.parameters());
      for (int step = 0; step < 4; step++) {
        network.train(rows(network, 11), step, 0.1, SCALE);
        double[] now = doubles(network.parameters());
        double share = Math.max(1 - decay, 9 / (10.0 + step));
        for (int i = 0; i < now.length; i++) {
          expected[i] = (1 - share) * expected[i] + share * now[i];
        }
        assertThat(
                length(difference(doubles(network.optimizer().averages()), expected))
                    / length(expected))
            .isLessThan(1e-6);
        assertThat(length(difference(now, expected)) / length(expected)).isGreaterThan(1e-3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "false, 0.9", "true, 0.9"})
  void aTrainingGoesOnFromParametersAndMomentsAsIfItHadNotStopped(boolean muon, double average) {
    TransformerConfig config = config(4, 11, muon, 0.1, 0.7, 0.3, average);
    try (TransformerNetwork first = network(config, SHAPE, Precision.SINGLE, 2);
        TransformerNetwork second = network(config, SHAPE, Precision.SINGLE, 2)) {
      RowBatch rows = rows(first, 11);
      first.train(rows, 0, 1e-2, SCALE);
      first.train(rows, 1, 1e-2, SCALE);
      second.parameters(first.parameters());
      second.optimizer().moments(first.optimizer().moments());
      assertThat(second.optimizer().averages()).isEqualTo(first.optimizer().averages());

      first.train(rows, 2, 1e-2, SCALE);
      second.train(rows, 2, 1e-2, SCALE);

      assertThat(first.optimizer().moments()).hasSize(first.optimizer().momentCount());
      assertThat(second.parameters()).isEqualTo(first.parameters());
      assertThat(second.optimizer().moments()).isEqualTo(first.optimizer().moments());
      assertThat(second.optimizer().averages()).isEqualTo(first.optimizer().averages());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFreesAllMemory(Precision precision) {
    int before = OffHeap.open();
    TransformerConfig config = config(4, 11, true, 0.1, 1e9, 0.3, 0.9);
    try (TransformerNetwork network = network(config, SHAPE, precision, 2)) {
      network.train(rows(network, 11), 0, 1e-2, SCALE);
      assertThat(OffHeap.open()).isGreaterThan(before);
    }
    assertThat(OffHeap.open()).isEqualTo(before);
  }
}
