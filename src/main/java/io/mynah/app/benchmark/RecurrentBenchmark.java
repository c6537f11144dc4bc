package io.mynah.app.benchmark;

import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.State;
import io.mynah.lm.TokenStream;
import io.mynah.lm.dl4j.RecurrentNetwork;
import io.mynah.lm.dl4j.StreamLanes;
import io.mynah.lm.numeric.Blas;
import io.mynah.lm.numeric.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Measures the training speed of a recurrent network of a given shape and its time for one token,
 * compared with a large matrix product on this machine. Uses no dropout and random text.
 * Thread-safe, but parallel runs disturb each other's figures.
 */
public final class RecurrentBenchmark {
  private static final int UNTIMED = 10;
  private static final int TIMED = 20;
  private static final int GEMM = 2048;
  private static final int TOKENS = 500;

  /**
   * The figures, each the median of its rounds.
   *
   * @param trainTokensPerS forward, backward and update
   * @param trainGflops of the products of the layers and the softmax, three times the forward ones
   * @param gemmGflops single precision, 2048×2048×2048
   * @param generateStepUs microseconds to read a token and compute the next one's distribution
   */
  public record Result(
      double trainTokensPerS, double trainGflops, double gemmGflops, double generateStepUs) {}

  private RecurrentBenchmark() {}

  /**
   * Measures; takes some seconds to a minute.
   *
   * @param batch pieces of text in parallel
   * @param steps tokens of each piece between two updates
   * @param single whether to use single-precision factors even if the processor supports a faster
   *     precision
   */
  public static Result run(
      int vocabulary, int hidden, int layers, int batch, int steps, boolean single) {
    Precision precision = single ? Precision.SINGLE : Precision.fastest();
    RecurrentConfig config =
        new RecurrentConfig(
            hidden, layers, batch, steps, 2e-3, 1, 1, 0.999, 0.01, 1, 0, 0, 1, 1, true);
    StreamLanes lanes = StreamLanes.forTraining(noise(vocabulary, batch * steps + 1), batch, steps);
    try (RecurrentNetwork network = new RecurrentNetwork(config, vocabulary, batch, 1, precision)) {
      StreamLanes.Window window = lanes.window(0, 0, 1);
      float scale = 1f / (batch * steps);
      int[] step = {0};
      double gemm = gemm();
      double seconds = median(() -> network.train(window, step[0]++, 2e-3, scale));
      double each = layers * 16.0 * hidden * hidden + 2.0 * hidden * vocabulary;
      double tokens = batch * steps / seconds;
      State state = network.model(network.parameters()).start();
      return new Result(tokens, 3 * each * tokens / 1e9, gemm, 1e6 * generate(state, vocabulary));
    }
  }

  private static TokenStream noise(int vocabulary, int length) {
    float[] weights = new float[length];
    Arrays.fill(weights, 1);
    int[] tokens = new SplittableRandom(1).ints(length, 0, vocabulary).toArray();
    return new TokenStream(tokens, weights);
  }

  private static double gemm() {
    try (FloatPointer a = new FloatPointer((long) GEMM * GEMM);
        FloatPointer b = new FloatPointer((long) GEMM * GEMM);
        FloatPointer c = new FloatPointer((long) GEMM * GEMM)) {
      float[] row = new float[GEMM];
      Arrays.fill(row, 0.5f);
      for (int i = 0; i < GEMM; i++) {
        a.position((long) i * GEMM).put(row, 0, GEMM);
        b.position((long) i * GEMM).put(row, 0, GEMM);
      }
      a.position(0);
      b.position(0);
      double seconds = median(() -> Blas.multiply(false, false, GEMM, GEMM, GEMM, a, b, 0f, c));
      return 2.0 * GEMM * GEMM * GEMM / seconds / 1e9;
    }
  }

  private static double generate(State state, int vocabulary) {
    float[] out = new float[vocabulary];
    Runnable text =
        () -> {
          for (int i = 0; i < TOKENS; i++) {
            state.advance(i % vocabulary);
            state.logProbabilities(out);
          }
        };
    return median(text) / TOKENS;
  }

  private static double median(Runnable round) {
    return MedianTime.seconds(UNTIMED, TIMED, round);
  }
}
