package io.mynah.lm.ngram;

import io.mynah.lm.Varints;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A trie of counted token sequences; shorter ones are prefixes of longer ones. Level k holds the
 * sequences of k tokens in lexical order, so the continuations of a sequence are adjacent and
 * sorted by token; level 0 is the empty sequence. Counts are those of Kneser–Ney: for the longest
 * sequences and those at the beginning of a message, the number of occurrences; for the rest, the
 * number of different tokens before them. Immutable and thread-safe.
 */
final class NGramTrie {
  /** Most sequences of one length in a file. */
  private static final int MOST = 1 << 26;

  private final PackedTokens[] tokens;
  private final PackedCounts[] counts;

  /** The index of each sequence's first continuation, and the end of the last one's. */
  private final PackedOffsets[] children;

  /**
   * Sequences of one length: last token, count, and the index of the first continuation in the next
   * level.
   */
  @SuppressWarnings("ArrayRecordComponent") // plain data holder for large arrays, never compared
  record Level(PackedTokens tokens, int[] counts, int[] children) {
    /** The level of the empty sequence. */
    static Level first(int[] children) {
      return new Level(PackedTokens.of(new int[1], 1), new int[1], children);
    }

    int size() {
      return tokens.size();
    }
  }

  /**
   * @param levels from the empty sequence on; children has one entry more than there are sequences,
   *     and is empty in the last level; the given arrays are not kept
   */
  NGramTrie(Level[] levels) {
    this.tokens = new PackedTokens[levels.length];
    this.counts = new PackedCounts[levels.length];
    this.children = new PackedOffsets[levels.length];
    for (int k = 0; k < levels.length; k++) {
      tokens[k] = levels[k].tokens;
      counts[k] = PackedCounts.of(levels[k].counts);
      children[k] = PackedOffsets.of(levels[k].children);
    }
  }

  int order() {
    return tokens.length - 1;
  }

  /** The index of a sequence's first continuation, in the next level. */
  int firstChild(int level, int node) {
    return children[level].get(node);
  }

  /** The end (exclusive) of a sequence's continuations. */
  int endChild(int level, int node) {
    return children[level].get(node + 1);
  }

  int token(int level, int node) {
    return tokens[level].get(node);
  }

  int count(int level, int node) {
    return counts[level].get(node);
  }

  /** The continuation of a sequence by a token, or −1. */
  int child(int level, int node, int token) {
    return tokens[level + 1].find(token, firstChild(level, node), endChild(level, node));
  }

  /** How many sequences of a level have each count from 0 to 4. */
  long[] countsOfCounts(int level) {
    long[] seen = new long[5];
    for (int i = 0; i < counts[level].size(); i++) {
      int count = counts[level].get(i);
      if (count < seen.length) {
        seen[count]++;
      }
    }
    return seen;
  }

  long sizeInBytes() {
    long bytes = 0;
    for (int k = 0; k < tokens.length; k++) {
      bytes += tokens[k].sizeInBytes() + counts[k].sizeInBytes() + children[k].sizeInBytes();
    }
    return bytes;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(order());
    for (int k = 0; k < order(); k++) {
      PackedTokens next = tokens[k + 1];
      for (int node = 0; node < tokens[k].size(); node++) {
        int end = endChild(k, node);
        Varints.write(out, end - firstChild(k, node));
        int before = 0;
        for (int child = firstChild(k, node); child < end; child++) {
          Varints.write(out, next.get(child) - before);
          Varints.write(out, count(k + 1, child));
          before = next.get(child);
        }
      }
    }
  }

  static NGramTrie read(DataInputStream in, int vocabulary) throws IOException {
    int order = in.readByte();
    if (order < 1 || order > NGramModel.LARGEST_ORDER) {
      throw new IOException("n-grams of " + order);
    }
    Level[] levels = new Level[order + 1];
    levels[0] = Level.first(new int[] {0, 0});
    for (int k = 0; k < order; k++) {
      int parents = levels[k].size();
      int[] children = new int[parents + 1];
      GrowingLevel next = new GrowingLevel();
      for (int node = 0; node < parents; node++) {
        next.readSiblings(in, vocabulary);
        children[node + 1] = next.size;
      }
      levels[k] = new Level(levels[k].tokens, levels[k].counts, children);
      levels[k + 1] = next.level();
    }
    return new NGramTrie(levels);
  }

  /**
   * A level that grows with the bytes that are really there, so a damaged length cannot exhaust
   * memory.
   */
  private static final class GrowingLevel {
    private int[] tokens = new int[256];
    private int[] counts = new int[256];
    private int size;

    void readSiblings(DataInputStream in, int vocabulary) throws IOException {
      int siblings = Varints.read(in);
      if (siblings > vocabulary || siblings > MOST - size) {
        throw new IOException(siblings + " continuations");
      }
      int token = 0;
      for (int i = 0; i < siblings; i++) {
        int step = Varints.read(in);
        if (step >= vocabulary - token || (i > 0 && step == 0)) {
          throw new IOException("tokens out of order");
        }
        token += step;
        add(token, Varints.read(in));
      }
    }

    private void add(int token, int count) {
      if (size == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
      }
      tokens[size] = token;
      counts[size++] = count;
    }

    Level level() {
      return new Level(PackedTokens.of(tokens, size), Arrays.copyOf(counts, size), new int[0]);
    }
  }
}
