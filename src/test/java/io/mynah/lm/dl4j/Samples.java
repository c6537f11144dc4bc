package io.mynah.lm.dl4j;

import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TokenStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Small configurations and streams for tests. */
final class Samples {
  private Samples() {}

  /** A network that trains in a moment. */
  static RecurrentConfig tiny(double dropout, int maxEpochs) {
    return new RecurrentConfig(
        16, 2, 4, 8, 1e-2, 10, 0.05, 0.99, 0.01, 1.0, dropout, dropout, maxEpochs, 4, true);
  }

  /** Words of three tokens in an order drawn at random: one token in three cannot be foreseen. */
  static TokenStream words(int vocabulary, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[length];
    for (int i = 0; i < length; i += 3) {
      int word = random.nextInt(vocabulary / 3);
      for (int j = 0; j < 3 && i + j < length; j++) {
        tokens[i + j] = 3 * word + j;
      }
    }
    return weighted(tokens);
  }

  /** The numbers from 0 in turn. */
  static TokenStream cycle(int vocabulary, int length) {
    int[] tokens = new int[length];
    for (int i = 0; i < length; i++) {
      tokens[i] = i % vocabulary;
    }
    return weighted(tokens);
  }

  static TokenStream weighted(int... tokens) {
    float[] weights = new float[tokens.length];
    Arrays.fill(weights, 1f);
    return new TokenStream(tokens, weights);
  }
}
