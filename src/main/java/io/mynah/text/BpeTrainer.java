package io.mynah.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Learns the pieces of a {@link BpeTokenizer}. The most frequent pair of neighbouring tokens
 * becomes a new token, and this repeats. Equal words are counted together, and joining a pair
 * touches only the words that contain it, so a megabyte takes about a second. Deterministic: of
 * equally frequent pairs the one with the smaller tokens is taken. Immutable and thread-safe.
 */
public final class BpeTrainer {
  /** Fewest occurrences of a pair that is joined; a rarer one is not a piece of a language. */
  private static final int RAREST_PAIR = 3;

  /** Most UTF-16 units to learn from; more text hardly changes the pieces. */
  private static final int MOST_TEXT = 4_000_000;

  private final int size;

  /**
   * @param size most tokens of the vocabulary; there are fewer when the text has no more frequent
   *     pairs
   */
  public BpeTrainer(int size) {
    if (size > BpeTokenizer.LARGEST_SIZE) {
      throw new IllegalArgumentException("a vocabulary of " + size);
    }
    this.size = size;
  }

  /** Learns from texts; of a very long list it takes evenly spaced ones. */
  public BpeTokenizer train(List<String> texts) {
    return new Run(words(texts)).learn(Math.max(0, size - BpeTokenizer.MERGES));
  }

  private static Map<String, Integer> words(List<String> texts) {
    long length = texts.stream().mapToLong(String::length).sum();
    int every = (int) Math.max(1, (length + MOST_TEXT - 1) / MOST_TEXT);
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int nth = 0; nth < texts.size(); nth += every) {
      String text = texts.get(nth);
      WordSplitter splitter = new WordSplitter(text);
      int start = 0;
      for (int end = splitter.next(); end >= 0; end = splitter.next()) {
        counts.merge(text.substring(start, end), 1, Integer::sum);
        start = end;
      }
    }
    return counts;
  }

  /**
   * A pair with its count when it was queued. Counts only fall, so an outdated candidate is queued
   * again.
   */
  private record Candidate(long pair, int count) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return count != other.count
          ? Integer.compare(other.count, count)
          : Long.compare(pair, other.pair);
    }
  }

  /** The state of one training. */
  private static final class Run {
    private final int[][] words;
    private final int[] counts;
    private final PairTable pairs = new PairTable(1 << 12);
    private final List<Occurrences> found = new ArrayList<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

    Run(Map<String, Integer> counted) {
      words = new int[counted.size()][];
      counts = new int[counted.size()];
      Utf8Buffer bytes = new Utf8Buffer();
      int i = 0;
      for (Map.Entry<String, Integer> entry : counted.entrySet()) {
        bytes.set(entry.getKey(), 0, entry.getKey().length());
        words[i] = new int[bytes.length];
        for (int j = 0; j < bytes.length; j++) {
          words[i][j] = BpeTokenizer.BYTES + (bytes.bytes[j] & 0xFF);
        }
        counts[i] = entry.getValue();
        i++;
      }
    }

    BpeTokenizer learn(int merges) {
      for (int w = 0; w < words.length; w++) {
        for (int i = 0; i + 1 < words[w].length; i++) {
          occurrences(PairTable.pair(words[w][i], words[w][i + 1])).add(w, counts[w]);
        }
      }
      for (Occurrences each : found) {
        queue.add(new Candidate(each.pair, each.count));
      }
      int[] lefts = new int[merges];
      int[] rights = new int[merges];
      int learned = 0;
      while (learned < merges) {
        Occurrences best = mostFrequent();
        if (best == null) {
          break;
        }
        lefts[learned] = (int) (best.pair >>> 32);
        rights[learned] = (int) best.pair;
        join(best, BpeTokenizer.MERGES + learned);
        learned++;
      }
      return new BpeTokenizer(Arrays.copyOf(lefts, learned), Arrays.copyOf(rights, learned));
    }

    private @Nullable Occurrences mostFrequent() {
      for (Candidate top = queue.poll(); top != null; top = queue.poll()) {
        Occurrences pair = occurrences(top.pair);
        if (pair.count == top.count) {
          return pair.count >= RAREST_PAIR ? pair : null;
        }
        queue.add(new Candidate(top.pair, pair.count));
      }
      return null;
    }

    private void join(Occurrences pair, int token) {
      int left = (int) (pair.pair >>> 32);
      int right = (int) pair.pair;
      int before = found.size();
      int[] containing = Arrays.copyOf(pair.words, pair.size);
      for (int w : containing) {
        joinInWord(w, left, right, token);
      }
      pair.count = 0;
      pair.words = new int[0];
      pair.size = 0;
      for (Occurrences each : found.subList(before, found.size())) {
        queue.add(new Candidate(each.pair, each.count));
      }
    }

    private void joinInWord(int w, int left, int right, int token) {
      int[] word = words[w];
      int[] joined = new int[word.length];
      int length = 0;
      for (int i = 0; i < word.length; i++) {
        if (i + 1 < word.length && word[i] == left && word[i + 1] == right) {
          joined[length++] = token;
          i++;
        } else {
          joined[length++] = word[i];
        }
      }
      if (length == word.length) {
        return; // an earlier occurrence in this word took it
      }
      for (int i = 0; i + 1 < word.length; i++) {
        occurrences(PairTable.pair(word[i], word[i + 1])).count -= counts[w];
      }
      words[w] = Arrays.copyOf(joined, length);
      for (int i = 0; i + 1 < length; i++) {
        Occurrences pair = occurrences(PairTable.pair(joined[i], joined[i + 1]));
        if (joined[i] == token || joined[i + 1] == token) {
          pair.add(w, counts[w]);
        } else {
          pair.count += counts[w];
        }
      }
    }

    private Occurrences occurrences(long pair) {
      int index = pairs.get(pair);
      if (index == PairTable.NONE) {
        index = found.size();
        pairs.put(pair, index);
        found.add(new Occurrences(pair));
      }
      return found.get(index);
    }
  }

  /** How often a pair occurs, and the words it occurs in (a word may be listed twice). */
  private static final class Occurrences {
    final long pair;
    int count;
    int[] words = new int[2];
    int size;

    Occurrences(long pair) {
      this.pair = pair;
    }

    void add(int word, int times) {
      count += times;
      if (size > 0 && words[size - 1] == word) {
        return;
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = word;
    }
  }
}
