package io.mynah.lm.transformer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.TransformerWeights;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where adapters are trained, theirs are the gradients, and the weights stay as they were. */
class AdapterGradientTest {
  private static final int VOCABULARY = 19;
  private static final int LENGTH = 9;
  private static final float SCALE = 0.25f;
  private static final double STEP = 1e-4;
  private static final TransformerShape SHAPE =
      new TransformerShape(VOCABULARY, 12, 3, 4, 2, 4, 10, 1000, 50, 0.01);
  private static final TransformerShape WITH_ALL =
      SHAPE.with(
          new TransformerShape.Options(true, true, true, new RotaryPositions.Scaling(8, 1, 4, 16)));

  private static TransformerNetwork network(int rank, int layers, int threads, float[] weights) {
    return network(SHAPE, rank, layers, threads, weights);
  }

  private static TransformerNetwork network(
      TransformerShape shape, int rank, int layers, int threads, float[] weights) {
    Duration ample = Duration.ofMinutes(1);
    TransformerConfig config =
        new TransformerConfig(
            4, LENGTH, true, rank, layers, 1e-2, 1, 1, 0.9, 0.99, 0.1, 1e9, 0, 0, 1, 1, 1, ample,
            ample);
    return rank == 0
        ? new TransformerNetwork(config, shape, weights, 1, Precision.SINGLE, threads)
        : new TransformerNetwork(config, base(shape), null, 1, Precision.SINGLE, threads);
  }

  private static TransformerModel base(TransformerShape shape) {
    return new TransformerModel(new TransformerWeights(shape, exact(shape)));
  }

  private static float[] random(int count, double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (spread * random.nextGaussian());
    }
    return values;
  }

  private static float[] weights() {
    return weights(SHAPE);
  }

  /** Those of the base, which is rounded to 8 bits. */
  private static float[] weights(TransformerShape shape) {
    return base(shape).weights().flat();
  }

  private static float[] exact(TransformerShape shape) {
    ParameterLayout layout = new ParameterLayout(shape);
    float[] weights = random(layout.length(), 0.3, 4);
    for (ParameterLayout.Part part : layout.parts()) {
      if (part.kind() == ParameterLayout.Kind.GAIN) {
        Arrays.fill(weights, part.at(), part.at() + part.length(), 1);
      }
    }
    return weights;
  }

  private static RowBatch rows(TransformerNetwork network) {
    SplittableRandom random = new SplittableRandom(5);
    RowBatch rows = new RowBatch(network.rows(), LENGTH);
    for (int i = 0; i < rows.inputs().length; i++) {
      rows.inputs()[i] = random.nextInt(VOCABULARY);
      rows.targets()[i] = random.nextInt(VOCABULARY);
      rows.weights()[i] = i % 3 == 0 ? 0 : 1;
    }
    return rows;
  }

  private static double loss(DoubleTransformer reference, AdapterLayout layout, double[] values) {
    double[] merged = doubles(weights(layout.shape()));
    for (ParameterLayout.Part matrix : new ParameterLayout(layout.shape()).parts()) {
      AdapterLayout.Adapter adapter = layout.of(matrix);
      if (adapter == null) {
        continue;
      }
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < matrix.columns(); j++) {
          for (int k = 0; k < layout.rank(); k++) {
            merged[matrix.at() + i * matrix.columns() + j] +=
                values[adapter.up().at() + i * layout.rank() + k]
                    * values[adapter.down().at() + k * matrix.columns() + j];
          }
        }
      }
    }
    return reference.loss(merged);
  }

  private static double[] doubles(float[] floats) {
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 1", "1, 2, 2", "4, 1, 2", "2, 9, 1"})
  void areThoseOfFiniteDifferences(int rank, int layers, int threads) {
    assertAreThoseOfFiniteDifferences(SHAPE, rank, layers, threads);
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 1", "1, 2, 2"})
  void areThoseOfFiniteDifferencesWithAllOptions(int rank, int layers, int threads) {
    assertAreThoseOfFiniteDifferences(WITH_ALL, rank, layers, threads);
  }

  private static void assertAreThoseOfFiniteDifferences(
      TransformerShape shape, int rank, int layers, int threads) {
    AdapterLayout layout = new AdapterLayout(shape, rank, layers);
    try (TransformerNetwork network = network(shape, rank, layers, threads, weights(shape))) {
      network.parameters(random(layout.length(), 0.3, 8));
      RowBatch rows = rows(network);
      DoubleTransformer reference = new DoubleTransformer(shape, rows, Dropout.none(rows.length()));
      double[] values = doubles(network.parameters());

      double expectedLoss = loss(reference, layout, values);
      assertThat(network.gradient(rows, 0, SCALE))
          .isCloseTo(expectedLoss, within(1e-5 * expectedLoss));

      float[] found = network.gradients();
      SplittableRandom random = new SplittableRandom(3);
      for (ParameterLayout.Part part : layout.parts()) {
        for (int n = 0; n < 8; n++) {
          int i = part.at() + random.nextInt(part.length());
          double[] moved = values.clone();
          moved[i] += STEP;
          double above = loss(reference, layout, moved);
          moved[i] -= 2 * STEP;
          double expected = SCALE * (above - loss(reference, layout, moved)) / (2 * STEP);
          assertThat((double) found[i])
              .as("number %s of %s", i - part.at(), part)
              .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "1, 2"})
  void nothingIsAddedAtFirstAndAfterUpdatesWhatWasLearned(int rank, int layers) {
    try (TransformerNetwork all = network(0, 0, 1, weights());
        TransformerNetwork adapted = network(rank, layers, 2, weights())) {
      RowBatch rows = rows(adapted);
      double before = adapted.score(rows);
      assertThat(before).isCloseTo(all.score(rows), within(1e-4));

      for (int step = 0; step < 30; step++) {
        adapted.train(rows, step, 1e-2, 1f / rows.inputs().length);
      }

      double after = adapted.score(rows);
      assertThat(after).isLessThan(0.8 * before);
      float[] merged =
          new AdapterLayout(SHAPE, rank, layers)
              .merge(new TransformerWeights(SHAPE, weights()), adapted.parameters())
              .flat();
      all.parameters(merged);
      assertThat(all.score(rows)).isCloseTo(after, within(1e-3));
      for (ParameterLayout.Part part : untouched(rank, layers)) {
        assertThat(Arrays.copyOfRange(merged, part.at(), part.at() + part.length()))
            .isEqualTo(Arrays.copyOfRange(weights(), part.at(), part.at() + part.length()));
      }
    }
  }

  @Test
  void layersBelowTheAdaptersKeepNothingForTheGradient() {
    long ofAll = nativeBytes(8);
    long ofUpper = nativeBytes(2);
    long ofLast = nativeBytes(1);
    assertThat(ofLast).isLessThan(ofUpper);
    // Each layer that kept something would have as much as in the network with eight.
    assertThat(ofLast).isLessThan(2 * ofAll / 3);
  }

  private static long nativeBytes(int layers) {
    TransformerShape shape = new TransformerShape(VOCABULARY, 12, 8, 4, 2, 4, 10, 1000, 50, 0.01);
    long before = OffHeap.bytes();
    try (TransformerNetwork network = network(shape, 1, layers, 1, weights(shape))) {
      assertThat(network.rows()).isEqualTo(4);
      return OffHeap.bytes() - before;
    }
  }

  private static List<ParameterLayout.Part> untouched(int rank, int layers) {
    AdapterLayout adapters = new AdapterLayout(SHAPE, rank, layers);
    return new ParameterLayout(SHAPE)
        .parts().stream().filter(part -> adapters.of(part) == null).toList();
  }
}
