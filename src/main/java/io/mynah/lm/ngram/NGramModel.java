package io.mynah.lm.ngram;

import io.mynah.lm.TokenModel;
import io.mynah.lm.VoiceParameters;
import io.mynah.text.ControlTokens;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * An n-gram model with interpolated modified Kneser–Ney smoothing (Chen and Goodman, 1998) over
 * tokens: of what a person wrote, or of a whole chat. A context never reaches back beyond the
 * beginning of a message, so it is the same alone and in conversation.
 *
 * <p>A state adapts: each whole message that it reads, the person's own or anyone's, is added to
 * its own copy of the counts (see {@link NGramMemory}), in lower orders as Kneser–Ney counts them.
 *
 * <p>Immutable and thread-safe.
 */
public final class NGramModel implements TokenModel {
  /** Most tokens of an n-gram. */
  static final int LARGEST_ORDER = 8;

  /** More tokens than any tokenizer has. */
  private static final int MOST_TOKENS = 1 << 18;

  private final int vocabulary;
  private final boolean everyone;
  private final NGramTrie trie;
  private final double[][] discounts;
  private final float[] unigrams;
  private final boolean learnsOwn;

  private NGramModel(
      int vocabulary, boolean everyone, NGramTrie trie, VoiceParameters.NGrams parameters) {
    this.vocabulary = vocabulary;
    this.everyone = everyone;
    this.trie = trie;
    discounts = new double[trie.order() + 1][];
    for (int level = 1; level <= trie.order(); level++) {
      discounts[level] = discounts(trie.countsOfCounts(level), parameters.plainDiscounts());
    }
    unigrams = new float[vocabulary];
    new NGramState(this).unigrams(unigrams);
    learnsOwn = true;
  }

  /** The same counts, for states that do or do not learn the person's own messages. */
  private NGramModel(NGramModel other, boolean learnsOwn) {
    vocabulary = other.vocabulary;
    everyone = other.everyone;
    trie = other.trie;
    discounts = other.discounts;
    unigrams = other.unigrams;
    this.learnsOwn = learnsOwn;
  }

  /**
   * A variant with the same counts whose states learn nothing from the person's own messages, for
   * generating: those are the model's own, and no example of how the person writes.
   */
  public NGramModel speaking() {
    return new NGramModel(this, false);
  }

  /** Whether states learn the person's own messages. */
  boolean learnsOwn() {
    return learnsOwn;
  }

  /**
   * Counts the n-grams of messages.
   *
   * @param everyone whether the messages are anyone's, and states learn anyone's too
   * @param messages tokens, each message from its {@link ControlTokens#OWN} to its {@link
   *     ControlTokens#END}, one after another
   * @param order tokens of the longest n-gram, its last one included
   * @param parameters for the discounts
   */
  public static NGramModel learn(
      int vocabulary,
      boolean everyone,
      int[] messages,
      int order,
      VoiceParameters.NGrams parameters) {
    return new NGramModel(vocabulary, everyone, NGramCounter.count(messages, order), parameters);
  }

  /**
   * Chen and Goodman's estimates, limited so that every seen n-gram keeps some probability.
   *
   * @param seen how many sequences have count 0 to 4
   * @param plain the discounts of a text that is too small for estimates
   */
  private static double[] discounts(long[] seen, List<Double> plain) {
    double[] out = plain.stream().mapToDouble(each -> each).toArray();
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

  /** The discount taken from a count and given to the shorter contexts. */
  double discount(int level, int count) {
    return count == 0 ? 0 : discounts[level][Math.min(count, 3) - 1];
  }

  /** The learned distribution without context, one per token; not to be changed. */
  float[] unigrams() {
    return unigrams;
  }

  /** Whether messages of all authors count alike. */
  public boolean everyone() {
    return everyone;
  }

  /**
   * Whether a sequence of tokens was seen; for a long one, whether every part of the model's order
   * was.
   */
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

  public static NGramModel read(DataInputStream in, VoiceParameters.NGrams parameters)
      throws IOException {
    int vocabulary = in.readInt();
    if (vocabulary <= ControlTokens.COUNT || vocabulary > MOST_TOKENS) {
      throw new IOException("a vocabulary of " + vocabulary);
    }
    boolean everyone = in.readBoolean();
    return new NGramModel(vocabulary, everyone, NGramTrie.read(in, vocabulary), parameters);
  }
}
