package io.mynah.app.benchmark;

import io.mynah.app.wiring.VoiceLearning;
import io.mynah.lm.State;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.Blas;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Block;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.Adapters;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.TransformerWeights;
import io.mynah.lm.transformer.training.RowBatch;
import io.mynah.lm.transformer.training.TransformerNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Measures the training speed of a transformer, with all weights or with adapters, and the time to
 * generate a token, compared with a large matrix product on this machine. Uses no dropout and
 * random text. Thread-safe, but parallel runs disturb each other's figures.
 */
public final class TransformerBenchmark {
  private static final int UNTIMED = 6;
  private static final int TIMED = 16;
  private static final int GEMM = 2048;
  private static final int RANK = VoiceLearning.PARAMETERS.network().transformer().rank();
  private static final int STATES = 8;
  private static final int TOKENS = 200;

  /**
   * The figures, each the median of its rounds.
   *
   * @param weights the number of weights
   * @param trainTokensPerS forward, backward and update of all weights by AdamW
   * @param trainGflops of the products of weights and attention, three times the forward ones
   * @param gemmGflops 2048×2048×2048, in the precision of the training
   * @param muonTokensPerS as {@code trainTokensPerS}, by Muon
   * @param adapterTokensPerS as {@code trainTokensPerS}, of adapters of all matrices, of the rank
   *     that people's have
   * @param trainMegabytes native memory in training
   * @param stepMs milliseconds to read a token and compute the next one's distribution, over the
   *     first 200 tokens of a text
   * @param eightStepsMs the same for eight states in parallel
   * @param adaptedStepMs as {@code stepMs}, with adapters
   * @param eightAdaptedStepsMs as {@code eightStepsMs}, with adapters
   * @param adapterMegabytes memory that a model with adapters holds beside its base
   */
  public record Result(
      long weights,
      double trainTokensPerS,
      double trainGflops,
      double gemmGflops,
      double muonTokensPerS,
      double adapterTokensPerS,
      double trainMegabytes,
      double stepMs,
      double eightStepsMs,
      double adaptedStepMs,
      double eightAdaptedStepsMs,
      double adapterMegabytes) {}

  private record Speed(double tokensPerS, double megabytes) {}

  private final TransformerShape shape;
  private final int rows;
  private final int length;
  private final Precision precision;
  private final int threads;

  private TransformerBenchmark(
      TransformerShape shape, int rows, int length, Precision precision, int threads) {
    this.shape = shape;
    this.rows = rows;
    this.length = length;
    this.precision = precision;
    this.threads = threads;
  }

  /**
   * Measures; takes a minute or a few.
   *
   * @param rows rows of text in an update
   * @param length tokens of a row
   * @param single whether to use single-precision factors even if the processor supports a faster
   *     precision
   */
  public static Result run(TransformerShape shape, int rows, int length, boolean single) {
    Precision precision = single ? Precision.SINGLE : Precision.fastest();
    int threads = Math.min(rows, Runtime.getRuntime().availableProcessors());
    return new TransformerBenchmark(shape, rows, length, precision, threads).run();
  }

  private Result run() {
    Blas.load();
    double gemm = gemm();
    Speed all = train(false);
    Speed muon = train(true);
    long count = ParameterLayout.count(shape);
    double each = 2.0 * count + 2.0 * shape.layers() * shape.queryWidth() * (length + 1);
    TransformerModel model =
        new TransformerModel(new TransformerWeights(shape, random(Math.toIntExact(count))));
    Speed adapters =
        train(() -> new TransformerNetwork(config(false), model, null, 1, precision, threads));
    AdapterLayout layout = new AdapterLayout(shape, RANK, shape.layers());
    TransformerModel adapted =
        new TransformerModel(
            new TransformerModel.Adaptation(model, new Adapters(layout, random(layout.length()))));
    return new Result(
        count,
        all.tokensPerS,
        3 * each * all.tokensPerS / 1e9,
        gemm,
        muon.tokensPerS,
        adapters.tokensPerS,
        all.megabytes,
        speak(model, 1),
        speak(model, STATES),
        speak(adapted, 1),
        speak(adapted, STATES),
        adapted.sizeInBytes() / 1e6);
  }

  private static float[] random(int count) {
    float[] numbers = new float[count];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (0.02 * random.nextGaussian());
    }
    return numbers;
  }

  private Speed train(boolean muon) {
    return train(() -> new TransformerNetwork(config(muon), shape, null, 1, precision, threads));
  }

  private TransformerConfig config(boolean muon) {
    Duration ample = Duration.ofDays(1);
    return new TransformerConfig(
        rows,
        length,
        muon,
        RANK,
        shape.layers(),
        1e-3,
        1,
        1,
        0.9,
        0.95,
        0.1,
        1,
        0,
        0,
        1,
        1,
        1,
        ample,
        ample);
  }

  private Speed train(Supplier<TransformerNetwork> made) {
    long before = OffHeap.bytes();
    try (TransformerNetwork network = made.get()) {
      RowBatch batch = noise(network.rows());
      float scale = 1f / (rows * length);
      int[] step = {0};
      double seconds = median(() -> network.train(batch, step[0]++, 1e-3, scale));
      return new Speed(rows * length / seconds, (OffHeap.bytes() - before) / 1e6);
    }
  }

  private RowBatch noise(int count) {
    RowBatch batch = new RowBatch(count, length);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < rows * length; i++) {
      batch.inputs()[i] = random.nextInt(shape.vocabulary());
      batch.targets()[i] = random.nextInt(shape.vocabulary());
      batch.weights()[i] = 1;
    }
    return batch;
  }

  private double gemm() {
    float[] row = new float[GEMM];
    Arrays.fill(row, 0.5f);
    try (Products products = precision.open();
        OffHeap result = OffHeap.allocate(GEMM, GEMM)) {
      Products.Storage left = products.storage(GEMM * GEMM);
      Products.Storage right = products.storage(GEMM * GEMM);
      for (int i = 0; i < GEMM; i++) {
        products.put(left, i * GEMM, row, 0, GEMM);
        products.put(right, i * GEMM, row, 0, GEMM);
      }
      Products.Product product =
          products.product(
              Block.of(left, 0, GEMM, GEMM), Block.of(right, 0, GEMM, GEMM), false, result, 0, 0);
      return 2.0 * GEMM * GEMM * GEMM / median(product::run) / 1e9;
    }
  }

  private static double speak(TransformerModel model, int count) {
    float[][] out = new float[count][model.vocabulary()];
    int[] tokens = new int[count];
    Runnable text =
        () -> {
          List<State> states = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            states.add(model.start());
          }
          for (int t = 0; t < TOKENS; t++) {
            Arrays.fill(tokens, 4 + t % (model.vocabulary() - 4));
            model.advance(states, tokens);
            model.logProbabilities(states, out);
          }
        };
    return 1e3 * median(text) / TOKENS;
  }

  private static double median(Runnable round) {
    return MedianTime.seconds(UNTIMED, TIMED, round);
  }
}
