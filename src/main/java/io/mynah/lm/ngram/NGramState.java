package io.mynah.lm.ngram;

import io.mynah.lm.State;
import io.mynah.text.ControlTokens;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The state of an {@link NGramModel} in a conversation. For one thread. */
public final class NGramState implements State {
  /** Smallest probability, so that every one has a logarithm. */
  private static final float SMALLEST = 1e-30f;

  private static final float SMALLEST_LOG = (float) Math.log(SMALLEST);

  private final NGramModel model;

  /** The message so far, from its control token; empty before the first one. */
  private int[] message = new int[32];

  private int length;
  private boolean ended;

  /** Whether the message is learned when it ends. */
  private boolean learns;

  private @Nullable NGramMemory memory;
  private boolean memoryShared;
  private float[] unigrams;

  /** Logarithms of the unigrams; null until needed. */
  private float @Nullable [] unigramLogs;

  private final Context[] contexts;

  /** The length of the longest context that was seen before; −1 until needed. */
  private int found = -1;

  NGramState(NGramModel model) {
    this.model = model;
    unigrams = model.unigrams();
    contexts = new Context[model.order()];
    Arrays.setAll(contexts, i -> new Context(i));
  }

  /** Logarithms are expensive, so they are only computed again for what some context changes. */
  @Override
  public void logProbabilities(float[] out) {
    int longest = lookUp();
    double share = shares(longest);
    float by = (float) Math.log(share);
    float[] logs = logs();
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(SMALLEST_LOG, logs[i] + by);
    }
    // No logarithm is above 0, so probabilities can be among them until all is added up.
    int most = 0;
    for (int k = 1; k <= longest; k++) {
      most += contexts[k].size();
    }
    int[] changed = new int[Math.min(most, out.length)];
    int count = 0;
    for (int k = 1; k <= longest; k++) {
      count = contexts[k].begin(out, share, changed, count);
      contexts[k].addTo(out);
    }
    for (int i = 0; i < count; i++) {
      out[changed[i]] = (float) Math.log(out[changed[i]]);
    }
  }

  /** Sets what each context contributes; returns what the unigrams do. */
  private double shares(int longest) {
    double share = 1;
    for (int k = longest; k >= 1; k--) {
      contexts[k].share = share;
      share *= contexts[k].backOff;
    }
    return share;
  }

  private float[] logs() {
    float[] logs = unigramLogs;
    if (logs == null) {
      logs = new float[unigrams.length];
      for (int i = 0; i < logs.length; i++) {
        logs[i] = (float) Math.log(Math.max(SMALLEST, unigrams[i]));
      }
      unigramLogs = logs;
    }
    return logs;
  }

  @Override
  public void probabilities(float[] out) {
    int longest = lookUp();
    double share = shares(longest);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(SMALLEST, (float) (unigrams[i] * share));
    }
    for (int k = 1; k <= longest; k++) {
      contexts[k].addTo(out);
    }
  }

  /** The length of the longest context that was seen before, from 0 to the model's order − 1. */
  public int matched() {
    return lookUp();
  }

  /** Finds the contexts that were seen before; returns the length of the longest. */
  private int lookUp() {
    if (found < 0) {
      found = find();
    }
    return found;
  }

  private int find() {
    long key = NGramMemory.emptyKey();
    int longest = Math.min(model.order() - 1, ended ? 0 : length);
    for (int k = 1; k <= longest; k++) {
      key = NGramMemory.longerKey(key, message[length - k]);
      int node = NGramMemory.find(model.trie(), message, length, k);
      if (!contexts[k].set(node, memory == null ? null : memory.after(key))) {
        return k - 1;
      }
    }
    return longest;
  }

  /**
   * Computes the distribution without context.
   *
   * @param out one per token
   */
  void unigrams(float[] out) {
    Context unigramContext = contexts[0];
    boolean seen =
        unigramContext.set(0, memory == null ? null : memory.after(NGramMemory.emptyKey()));
    Arrays.fill(out, (float) ((seen ? unigramContext.backOff : 1) / out.length));
    if (seen) {
      unigramContext.share = 1;
      unigramContext.addTo(out);
    }
  }

  @Override
  public void advance(int next) {
    found = -1;
    int token = next == ControlTokens.OTHER && model.everyone() ? ControlTokens.OWN : next;
    if (ended || (ControlTokens.is(token) && token != ControlTokens.END)) {
      length = 0;
      ended = false;
      learns = token == ControlTokens.OWN && (next != ControlTokens.OWN || model.learnsOwn());
    }
    if (length == message.length) {
      message = Arrays.copyOf(message, 2 * length);
    }
    message[length++] = token;
    if (token == ControlTokens.END) {
      ended = true;
      if (learns) {
        learnMessage();
      }
    }
  }

  @Override
  public void learnFrom(int[] other) {
    if (model.everyone() || other[0] == ControlTokens.OWN) {
      advance(other[0]);
      learns = true;
      for (int i = 1; i < other.length; i++) {
        advance(other[i]);
      }
    }
  }

  private void learnMessage() {
    NGramMemory own = memory;
    if (own == null) {
      own = new NGramMemory(model);
    } else if (memoryShared) {
      own = own.copy();
    }
    own.learn(message, length);
    memory = own;
    memoryShared = false;
    unigrams = new float[model.vocabulary()];
    unigrams(unigrams);
    unigramLogs = null;
  }

  @Override
  public State copy() {
    NGramState copy = new NGramState(model);
    copy.message = message.clone();
    copy.length = length;
    copy.ended = ended;
    copy.learns = learns;
    copy.memory = memory;
    copy.unigrams = unigrams;
    copy.unigramLogs = unigramLogs;
    memoryShared = memory != null;
    copy.memoryShared = memoryShared;
    return copy;
  }

  /** The continuations of the last tokens, including what the conversation added. */
  private final class Context {
    private final int tokens;
    private int node;
    private NGramMemory.@Nullable Added added;
    private double total;
    double backOff;
    double share;

    Context(int tokens) {
      this.tokens = tokens;
    }

    /** Computes the sums; returns whether the context was ever seen. */
    boolean set(int newNode, NGramMemory.@Nullable Added newAdded) {
      node = newNode;
      added = newAdded;
      total = 0;
      double discounted = 0;
      if (node >= 0) {
        NGramTrie trie = model.trie();
        int end = trie.endChild(tokens, node);
        for (int child = trie.firstChild(tokens, node); child < end; child++) {
          int count = trie.count(tokens + 1, child);
          total += count;
          discounted += model.discount(tokens + 1, count);
        }
      }
      if (added != null) {
        for (int i = 0; i < added.size(); i++) {
          total += added.count(i) - added.learned(i);
          discounted +=
              model.discount(tokens + 1, added.count(i))
                  - model.discount(tokens + 1, added.learned(i));
        }
      }
      backOff = total > 0 ? discounted / total : 1;
      return total > 0;
    }

    /**
     * Adds the discounted counts.
     *
     * @param out one per token
     */
    void addTo(float[] out) {
      double factor = share / total;
      if (node >= 0) {
        NGramTrie trie = model.trie();
        int end = trie.endChild(tokens, node);
        for (int child = trie.firstChild(tokens, node); child < end; child++) {
          out[trie.token(tokens + 1, child)] +=
              (float) (factor * kept(trie.count(tokens + 1, child)));
        }
      }
      if (added != null) {
        for (int i = 0; i < added.size(); i++) {
          out[added.token(i)] += (float) (factor * (kept(added.count(i)) - kept(added.learned(i))));
        }
      }
    }

    /** How many tokens {@link #addTo} adds to, at most. */
    int size() {
      NGramTrie trie = model.trie();
      int learned = node < 0 ? 0 : trie.endChild(tokens, node) - trie.firstChild(tokens, node);
      return learned + (added == null ? 0 : added.size());
    }

    /**
     * Writes what the unigrams contribute to the tokens that {@link #addTo} adds to, where no
     * probability is yet.
     *
     * @param out one per token: a probability above 0, or a logarithm
     * @param ofUnigrams the share of the unigrams
     * @param changed the tokens that have a probability, to be added to
     * @param count how many there are
     * @return how many there are now
     */
    int begin(float[] out, double ofUnigrams, int[] changed, int count) {
      int now = count;
      if (node >= 0) {
        NGramTrie trie = model.trie();
        int end = trie.endChild(tokens, node);
        for (int child = trie.firstChild(tokens, node); child < end; child++) {
          now = begin(trie.token(tokens + 1, child), out, ofUnigrams, changed, now);
        }
      }
      if (added != null) {
        for (int i = 0; i < added.size(); i++) {
          now = begin(added.token(i), out, ofUnigrams, changed, now);
        }
      }
      return now;
    }

    private int begin(int token, float[] out, double ofUnigrams, int[] changed, int count) {
      if (out[token] > 0) {
        return count;
      }
      out[token] = Math.max(SMALLEST, (float) (unigrams[token] * ofUnigrams));
      changed[count] = token;
      return count + 1;
    }

    private double kept(int count) {
      return count - model.discount(tokens + 1, count);
    }
  }
}
