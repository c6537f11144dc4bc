package io.mynah.lm.mixture;

import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.lm.ngram.NGramState;
import io.mynah.text.Tokenizer;
import java.util.Arrays;

/**
 * Selects which sets of exponents apply at a place. The exponents are the sum of several sets, each
 * selected by another feature, like the weights of a context-mixing compressor (Mahoney, Adaptive
 * weighing of context models for lossless data compression, 2005): one common set, one for the
 * length of the context that the person's n-gram model knows, one for the length of the match in
 * the recency cache, and two for the last token: its kind of ending and its length. Immutable and
 * thread-safe.
 */
public final class WeightSetSelector {
  /** How many kinds of endings there are, see {@link #end}. */
  private static final int ENDS = 6;

  /** Bytes of a token from which its length is not told apart any more. */
  private static final int LONG = 5;

  private final int lengths;

  /** How many lengths a match in the cache can have. */
  private final int matches;

  /**
   * For each token, the number of the set for its kind of ending; {@link #sizes} has its length.
   */
  private final byte[] ends;

  private final byte[] sizes;

  /**
   * @param first the part whose matched context selects a set, if it is an {@link NGramModel}
   */
  public WeightSetSelector(
      TokenModel first, Tokenizer tokenizer, VoiceParameters.Cache parameters) {
    matches = parameters.longest() + 1;
    lengths = first instanceof NGramModel ngram ? ngram.order() : 1;
    ends = new byte[tokenizer.size()];
    sizes = new byte[tokenizer.size()];
    for (int token = 0; token < ends.length; token++) {
      byte[] bytes = tokenizer.bytes(token);
      ends[token] = (byte) (1 + lengths + matches + end(bytes));
      sizes[token] = (byte) (1 + lengths + matches + ENDS + Math.min(LONG, bytes.length));
    }
  }

  /** How many sets there are. */
  public int count() {
    return 1 + lengths + matches + ENDS + LONG + 1;
  }

  /**
   * The numbers of the sets that apply.
   *
   * @param first the first part's state
   * @param last the token before
   */
  int[] at(State first, RecencyCache recent, int last) {
    int known = first instanceof NGramState ngram ? ngram.matched() : 0;
    return new int[] {0, 1 + known, 1 + lengths + recent.matched(), ends[last], sizes[last]};
  }

  /**
   * The kind of a token's ending: nothing, letters from the beginning of a word, letters within a
   * word, digits, signs, the rest.
   */
  private static int end(byte[] bytes) {
    if (bytes.length == 0) {
      return 0;
    }
    byte last = bytes[bytes.length - 1];
    if (last < 0) {
      return 5;
    }
    if (Character.isLetter(last)) {
      return bytes[0] == ' ' ? 1 : 2;
    }
    return Character.isDigit(last) ? 3 : 4;
  }

  /**
   * Computes the exponents of some selected sets.
   *
   * @param weights sets × columns
   * @param selected the numbers of the sets
   * @param out one per column
   */
  public static void sum(double[][] weights, int[] selected, double[] out) {
    Arrays.fill(out, 0);
    for (int set : selected) {
      for (int i = 0; i < out.length; i++) {
        out[i] += weights[set][i];
      }
    }
  }
}
