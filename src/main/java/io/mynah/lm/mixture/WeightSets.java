package io.mynah.lm.mixture;

import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.lm.ngram.NGramState;
import io.mynah.text.Tokenizer;
import java.util.Arrays;

/**
 * Which sets of exponents hold at a place. The exponents are sums of several sets, each selected by
 * something else, as the weights of a context-mixing compressor are (Mahoney, Adaptive weighing of
 * context models for lossless data compression, 2005): one set for all places, one for the length
 * of the context that the person's memory knows, one for the length of what was said lately, and
 * two for the last token, what it ends in and how long it is. Immutable and thread-safe.
 */
public final class WeightSets {
  private static final int LATELY = RecencyCache.LONGEST + 1;

  /** How many sorts of ends are told apart, see {@link #end}. */
  private static final int ENDS = 6;

  /** Bytes of a token past which it is just long. */
  private static final int LONG = 5;

  private final int lengths;

  /** For each token, the numbers of the two sets that it selects. */
  private final byte[] ends;

  private final byte[] sizes;

  /**
   * @param first the part that is asked how much it knows, when it is an {@link NGramModel}
   */
  public WeightSets(TokenModel first, Tokenizer tokenizer) {
    lengths = first instanceof NGramModel ngram ? ngram.order() : 1;
    ends = new byte[tokenizer.size()];
    sizes = new byte[tokenizer.size()];
    for (int token = 0; token < ends.length; token++) {
      byte[] bytes = tokenizer.bytes(token);
      ends[token] = (byte) (1 + lengths + LATELY + end(bytes));
      sizes[token] = (byte) (1 + lengths + LATELY + ENDS + Math.min(LONG, bytes.length));
    }
  }

  /** How many sets there are. */
  public int count() {
    return 1 + lengths + LATELY + ENDS + LONG + 1;
  }

  /**
   * The numbers of the sets whose sum holds.
   *
   * @param first the first part's state
   * @param last the token before
   */
  int[] at(State first, RecencyCache recent, int last) {
    int known = first instanceof NGramState ngram ? ngram.matched() : 0;
    return new int[] {0, 1 + known, 1 + lengths + recent.matched(), ends[last], sizes[last]};
  }

  /** Nothing, the letters of a whole word's beginning, of its middle, digits, signs, the rest. */
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
   * The exponents that hold where some sets are selected.
   *
   * @param weights for each set, one a column
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
