package io.mynah.app.benchmark;

import io.mynah.app.wiring.VoiceLearning;
import io.mynah.lm.State;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.Blas;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.Adapters;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.training.RowBatch;
import io.mynah.lm.transformer.training.TransformerNetwork;
import io.mynah.text.ControlTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures what a person costs on a base: training adapters, reading a context, making a reply, and
 * memory. Adapters and texts are random, since any take as long. For one thread.
 */
public final class OpenModelBenchmark {
  private static final int CONTEXT = 100;
  private static final int REPLY = 15;
  private static final int CANDIDATES = 3;
  private static final int UNTIMED = 2;

  private final TransformerModel base;
  private final TransformerShape shape;
  private final TransformerConfig config;
  private final Duration each;
  private final SplittableRandom random = new SplittableRandom(1);

  /**
   * The figures; times are medians.
   *
   * @param weights the number of weights
   * @param rank of the adapters, which a person's training has
   * @param trainTokensPerS forward, backward and update of the adapters
   * @param trainMegabytes native memory in training, beside the base
   * @param speakTokensPerS one token after another, after a context of 100
   * @param firstTokenMs milliseconds to read a context of 100 tokens and compute the next one's
   *     distribution
   * @param replyMs milliseconds for that and 15 tokens of three candidates side by side
   * @param baseMegabytes memory that the base holds
   * @param adapterMegabytes memory that a model with adapters holds beside its base
   * @param peakMegabytes the most memory that the whole process has held so far; 0 if the system
   *     does not tell
   */
  public record Result(
      long weights,
      int rank,
      double trainTokensPerS,
      double trainMegabytes,
      double speakTokensPerS,
      double firstTokenMs,
      double replyMs,
      double baseMegabytes,
      double adapterMegabytes,
      double peakMegabytes) {}

  /**
   * Prepares the measurement.
   *
   * @param base with whole weights
   * @param each how long each measurement is repeated; a round at least
   */
  public OpenModelBenchmark(TransformerModel base, Duration each) {
    this.base = base;
    this.shape = base.shape();
    TransformerConfig settings = VoiceLearning.PARAMETERS.network().transformer();
    this.config =
        settings
            .with(settings.rows(), Math.max(2, Math.min(settings.length(), shape.context())))
            .forBase(ParameterLayout.count(shape), shape.layers());
    this.each = each;
  }

  /** Measures a base of a shape with random weights. */
  static Result ofRandom(TransformerShape shape, Duration each) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    try (TransformerModel base =
        TransformerModel.read(shape, (part, numbers) -> fill(part, numbers, random))) {
      return new OpenModelBenchmark(base, each).run();
    }
  }

  private static void fill(ParameterLayout.Part part, float[] numbers, SplittableRandom random) {
    if (part.kind() == ParameterLayout.Kind.GAIN) {
      Arrays.fill(numbers, 0, part.length(), 1);
    } else {
      fill(numbers, part.length(), random);
    }
  }

  /** Fills with numbers of a spread of 0.02; which ones does not matter. */
  private static void fill(float[] numbers, int count, SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (0.07 * (random.nextDouble() - 0.5));
    }
  }

  /** Measures. */
  public Result run() throws IOException {
    Blas.load();
    double[] training = train();
    AdapterLayout layout = new AdapterLayout(shape, config.rank(), config.adaptedLayers());
    float[] numbers = new float[layout.length()];
    fill(numbers, numbers.length, random);
    try (TransformerModel adapted =
        new TransformerModel(
            new TransformerModel.Adaptation(base, new Adapters(layout, numbers)))) {
      State read = read(adapted);
      return new Result(
          ParameterLayout.count(shape),
          config.rank(),
          training[0],
          training[1],
          REPLY / seconds(() -> speak(read.copy())),
          1e3 * seconds(() -> read(adapted)),
          1e3 * seconds(() -> reply(adapted)),
          base.sizeInBytes() / 1e6,
          adapted.sizeInBytes() / 1e6,
          ProcessMemory.peak() / 1e6);
    }
  }

  private double seconds(Runnable round) {
    return MedianTime.seconds(UNTIMED, each, round);
  }

  /** Tokens a second, and megabytes. */
  private double[] train() {
    int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
    int tokens = config.rows() * config.length();
    long before = OffHeap.bytes();
    try (TransformerNetwork network =
        new TransformerNetwork(config, base, null, 1, Precision.fastest(), threads)) {
      RowBatch batch = new RowBatch(network.rows(), config.length());
      for (int i = 0; i < tokens; i++) {
        batch.inputs()[i] = piece();
        batch.targets()[i] = piece();
        batch.weights()[i] = 1;
      }
      int[] step = {0};
      double seconds =
          seconds(() -> network.train(batch, step[0]++, config.learningRate(), 1f / tokens));
      return new double[] {tokens / seconds, (OffHeap.bytes() - before) / 1e6};
    }
  }

  private int piece() {
    return random.nextInt(ControlTokens.COUNT, shape.vocabulary());
  }

  private int[] pieces(int count) {
    int[] pieces = new int[count];
    Arrays.setAll(pieces, i -> piece());
    return pieces;
  }

  private State read(TransformerModel model) {
    State state = model.start();
    state.advance(pieces(CONTEXT));
    state.logProbabilities(new float[shape.vocabulary()]);
    return state;
  }

  private void speak(State state) {
    float[] out = new float[shape.vocabulary()];
    for (int i = 0; i < REPLY; i++) {
      state.advance(piece());
      state.logProbabilities(out);
    }
  }

  private void reply(TransformerModel model) {
    State read = read(model);
    List<State> candidates = List.of(read.copy(), read.copy(), read);
    float[][] out = new float[CANDIDATES][shape.vocabulary()];
    for (int i = 0; i < REPLY; i++) {
      model.advance(candidates, pieces(CANDIDATES));
      model.logProbabilities(candidates, out);
    }
  }
}
