package io.mynah.lm.ngram;

import io.mynah.lm.TokenModel;
import io.mynah.text.ControlTokens;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Interpolated modified Kneser–Ney smoothing (Chen and Goodman, 1998) over tokens: the memory of
 * what a person wrote, or of what was said in a whole chat. A context ends where a message begins,
 * so it is the same whether the model is alone or in conversation.
 *
 * <p>A state adapts: each whole message that it took up, of the person's own or of anyone, is added
 * to the counts (to its own copy, see {@link NGramMemory}), lower orders as Kneser–Ney counts them.
 *
 * <p>Immutable and thread-safe.
 */
public final class NGramModel implements TokenModel {
  /** Tokens of the longest n-gram. */
  static final int LARGEST_ORDER = 8;

  /**
   * The discounts of n-grams seen once, twice, and more often, where a text is too small to say.
   */
  private static final double[] PLAIN_DISCOUNTS = {0.6, 1.0, 1.4};

  private final int vocabulary;
  private final boolean everyone;
  private final NGramTrie trie;
  private final double[][] discounts;
  private final float[] unigrams;

  private NGramModel(int vocabulary, boolean everyone, NGramTrie trie) {
    this.vocabulary = vocabulary;
    this.everyone = everyone;
    this.trie = trie;
    discounts = new double[trie.order() + 1][];
    for (int level = 1; level <= trie.order(); level++) {
      discounts[level] = discounts(trie.countsOfCounts(level));
    }
    unigrams = new float[vocabulary];
    new NGramState(this).unigrams(unigrams);
  }

  /**
   * Counts messages.
   *
   * @param everyone whether the messages are anyone's, and states take up anyone's too
   * @param messages each from its {@link ControlTokens#OWN} to its {@link ControlTokens#END}, one
   *     after another
   * @param order tokens of the longest n-gram, its last one included
   */
  public static NGramModel learn(int vocabulary, boolean everyone, int[] messages, int order) {
    return new NGramModel(vocabulary, everyone, NGramCounter.count(messages, order));
  }

  /** Chen and Goodman's estimates; kept within what leaves every seen n-gram some probability. */
  private static double[] discounts(long[] seen) {
    double[] out = PLAIN_DISCOUNTS.clone();
    if (seen[1] == 0 || seen[2] == 0) {
      return out;
    }
    double y = seen[1] / (seen[1] + 2.0 * seen[2]);
    for (int c = 1; c <= 3; c++) {
      if (seen[c] > 0 && seen[c + 1] > 0) {
        double estimate = c - (c + 1) * y * seen[c + 1] / seen[c];
        out[c - 1] = Math.min(c - 0.1, Math.max(0.1, estimate));
      }
    }
    return out;
  }

  /** What is taken from a count and given to the shorter contexts. */
  double discount(int level, int count) {
    return count == 0 ? 0 : discounts[level][Math.min(count, 3) - 1];
  }

  /** The distribution with no context, as learned; not to be changed. */
  float[] unigrams() {
    return unigrams;
  }

  /** Whether it makes no difference who speaks. */
  public boolean everyone() {
    return everyone;
  }

  /** Whether tokens were seen in a row; of many, whether every stretch as long as the order was. */
  public boolean knows(int[] tokens) {
    int width = Math.min(tokens.length, order());
    for (int end = width; end <= tokens.length; end++) {
      if (NGramMemory.find(trie, tokens, end, width) < 0) {
        return false;
      }
    }
    return true;
  }

  public int order() {
    return trie.order();
  }

  NGramTrie trie() {
    return trie;
  }

  @Override
  public int vocabulary() {
    return vocabulary;
  }

  @Override
  public NGramState start() {
    return new NGramState(this);
  }

  @Override
  public long sizeInBytes() {
    return trie.sizeInBytes();
  }

  /** Holds no native memory. */
  @Override
  public void close() {}

  public void write(DataOutputStream out) throws IOException {
    out.writeInt(vocabulary);
    out.writeBoolean(everyone);
    trie.write(out);
  }

  public static NGramModel read(DataInputStream in) throws IOException {
    int vocabulary = in.readInt();
    if (vocabulary <= ControlTokens.COUNT || vocabulary > 1 << 16) {
      throw new IOException("a vocabulary of " + vocabulary);
    }
    boolean everyone = in.readBoolean();
    return new NGramModel(vocabulary, everyone, NGramTrie.read(in, vocabulary));
  }
}
