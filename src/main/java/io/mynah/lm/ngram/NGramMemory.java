package io.mynah.lm.ngram;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counts that a conversation adds to those of an {@link NGramModel}. A new sequence adds one to
 * the sequence without its first token, and so on downwards; this keeps Kneser–Ney's counts of left
 * neighbours up to date. For one thread.
 */
public final class NGramMemory {
  /** Most tokens learned in one conversation; later ones are not learned. */
  private static final int MOST_TOKENS = 200_000;

  /** Most tokens learned from one message. */
  private static final int LONGEST_MESSAGE = 1000;

  private final NGramModel model;
  private final Map<Long, Added> contexts;
  private int taken;

  NGramMemory(NGramModel model) {
    this(model, new HashMap<>(), 0);
  }

  private NGramMemory(NGramModel model, Map<Long, Added> contexts, int taken) {
    this.model = model;
    this.contexts = contexts;
    this.taken = taken;
  }

  NGramMemory copy() {
    Map<Long, Added> copies = new HashMap<>(contexts.size() * 2);
    contexts.forEach((key, added) -> copies.put(key, added.copy()));
    return new NGramMemory(model, copies, taken);
  }

  /** The key of the empty context. */
  public static long emptyKey() {
    return 1;
  }

  /**
   * The key of a context with one more token before it; with 64 bits, collisions do not happen in
   * practice.
   */
  public static long longerKey(long key, int token) {
    long mixed = (key + token) * 0x9E3779B97F4A7C15L;
    return (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
  }

  /** What was added after a context, or null. */
  @Nullable Added after(long key) {
    return contexts.get(key);
  }

  /**
   * Learns a whole message.
   *
   * @param message its tokens, from its control token to its end
   */
  void learn(int[] message, int length) {
    int known = Math.min(length, LONGEST_MESSAGE);
    if (taken + known > MOST_TOKENS) {
      return;
    }
    taken += known;
    for (int at = 1; at < known; at++) {
      count(message, at);
    }
  }

  private void count(int[] message, int at) {
    int longest = Math.min(model.order() - 1, at);
    long[] keys = new long[longest + 1];
    keys[0] = emptyKey();
    for (int length = 1; length <= longest; length++) {
      keys[length] = longerKey(keys[length - 1], message[at - length]);
    }
    for (int length = longest; length >= 0; length--) {
      Added added = contexts.computeIfAbsent(keys[length], key -> new Added());
      int index = added.find(message[at]);
      if (index < 0) {
        index = added.append(message[at], learned(message, at, length));
      }
      int before = added.learned[index] + added.more[index];
      added.more[index]++;
      if (before > 0) {
        return;
      }
    }
  }

  /** The model's own count of the n-gram that ends at a position. */
  private int learned(int[] message, int at, int length) {
    int node = find(model.trie(), message, at, length);
    int child = node < 0 ? -1 : model.trie().child(length, node, message[at]);
    return child < 0 ? 0 : model.trie().count(length + 1, child);
  }

  /** The trie node of the {@code length} tokens before a position, or −1. */
  static int find(NGramTrie trie, int[] message, int at, int length) {
    int node = 0;
    for (int i = 0; i < length && node >= 0; i++) {
      node = trie.child(i, node, message[at - length + i]);
    }
    return node;
  }

  /** The continuations of one context that were added to. */
  static final class Added {
    private int[] tokens = new int[2];
    private int[] learned = new int[2];
    private int[] more = new int[2];
    private int size;

    int size() {
      return size;
    }

    int token(int index) {
      return tokens[index];
    }

    /** The model's own count. */
    int learned(int index) {
      return learned[index];
    }

    /** The model's own count plus what was added. */
    int count(int index) {
      return learned[index] + more[index];
    }

    /** The index of a token, or −1. */
    int find(int token) {
      for (int i = 0; i < size; i++) {
        if (tokens[i] == token) {
          return i;
        }
      }
      return -1;
    }

    private int append(int token, int count) {
      if (size == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * size);
        learned = Arrays.copyOf(learned, 2 * size);
        more = Arrays.copyOf(more, 2 * size);
      }
      tokens[size] = token;
      learned[size] = count;
      return size++;
    }

    private Added copy() {
      Added copy = new Added();
      copy.tokens = tokens.clone();
      copy.learned = learned.clone();
      copy.more = more.clone();
      copy.size = size;
      return copy;
    }
  }
}
