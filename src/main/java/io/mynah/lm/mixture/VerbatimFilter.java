package io.mynah.lm.mixture;

import io.mynah.lm.Varints;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.WordBoundaries;
import io.mynah.lm.ngram.NGramMemory;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Recognises passages that occur verbatim in the learned messages: whole messages of four or more
 * words, and stretches of any message, except messages that came often. Only hashes are kept; of
 * stretches only those that begin at every few tokens, since a longer copy contains one of these
 * wherever it begins. About one message in thousands is wrongly taken for a copy. Immutable and
 * thread-safe.
 */
public final class VerbatimFilter {
  private static final int WORDS = WordBoundaries.MANY;

  /** Most hashes of a file. */
  private static final int MOST = 1 << 24;

  private final Tokenizer tokenizer;

  /** Tokens of a stretch. */
  private final int stretch;

  /** Distinct and sorted. */
  private final int[] hashes;

  private VerbatimFilter(Tokenizer tokenizer, int stretch, int[] hashes) {
    this.tokenizer = tokenizer;
    this.stretch = stretch;
    this.hashes = hashes;
  }

  /**
   * Makes a filter from messages.
   *
   * @param streams token sequences of messages, each from its {@link ControlTokens#OWN} to its
   *     {@link ControlTokens#END}, one after another
   */
  public static VerbatimFilter of(
      Tokenizer tokenizer, VoiceParameters.Verbatim parameters, int[]... streams) {
    int tokens = Arrays.stream(streams).mapToInt(stream -> stream.length).sum();
    int[] stock = stockPhrases(parameters.stockPhrase(), streams);
    int[] all = new int[tokens];
    int size = 0;
    for (int[] stream : streams) {
      int from = 0;
      for (int i = 0; i < stream.length; i++) {
        if (stream[i] == ControlTokens.END) {
          if (Arrays.binarySearch(stock, whole(stream, from + 1, i)) < 0) {
            size = add(tokenizer, parameters, stream, from + 1, i, all, size);
          }
          from = i + 1;
        }
      }
    }
    Arrays.sort(all, 0, size);
    return new VerbatimFilter(tokenizer, parameters.stretch(), distinct(all, size));
  }

  /** Sorted hashes of whole messages that occur so many times in one of the streams. */
  private static int[] stockPhrases(int occurrences, int[]... streams) {
    int[] found = {};
    for (int[] stream : streams) {
      int[] messages =
          new int[(int) Arrays.stream(stream).filter(t -> t == ControlTokens.END).count()];
      int count = 0;
      int from = 0;
      for (int i = 0; i < stream.length; i++) {
        if (stream[i] == ControlTokens.END) {
          messages[count++] = whole(stream, from + 1, i);
          from = i + 1;
        }
      }
      Arrays.sort(messages);
      int[] often =
          IntStream.range(occurrences - 1, count)
              .filter(i -> messages[i] == messages[i - occurrences + 1])
              .map(i -> messages[i])
              .toArray();
      found = IntStream.concat(Arrays.stream(found), Arrays.stream(often)).toArray();
    }
    return Arrays.stream(found).sorted().distinct().toArray();
  }

  /** Adds the hashes of one message to {@code all}; returns the new size. */
  private static int add(
      Tokenizer tokenizer,
      VoiceParameters.Verbatim parameters,
      int[] stream,
      int from,
      int to,
      int[] all,
      int before) {
    int stretch = parameters.stretch();
    int size = before;
    // A token is at most a word, but may be several ideographs.
    if (to - from >= WORDS || WordBoundaries.hasMany(tokenizer.decode(stream, from, to))) {
      all[size++] = whole(stream, from, to);
    }
    for (int i = from; i + stretch <= to; i += parameters.every()) {
      all[size++] = hash(stream, i, i + stretch);
    }
    return size;
  }

  private static int[] distinct(int[] sorted, int size) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, kept);
  }

  /** Whether a message is or contains a long learned passage. */
  public boolean matches(String message) {
    int[] tokens = tokenizer.encode(message);
    if (has(whole(tokens, 0, tokens.length)) && WordBoundaries.hasMany(message)) {
      return true;
    }
    for (int i = 0; i + stretch <= tokens.length; i++) {
      if (has(hash(tokens, i, i + stretch))
          && WordBoundaries.hasMany(tokenizer.decode(tokens, i, i + stretch))) {
        return true;
      }
    }
    return false;
  }

  private boolean has(int hash) {
    return Arrays.binarySearch(hashes, hash) >= 0;
  }

  /**
   * The hash of a whole message with its end, so that a message is not taken for the beginning of a
   * longer one.
   */
  private static int whole(int[] tokens, int from, int to) {
    return mix(NGramMemory.longerKey(key(tokens, from, to), ControlTokens.END));
  }

  private static int hash(int[] tokens, int from, int to) {
    return mix(key(tokens, from, to));
  }

  private static long key(int[] tokens, int from, int to) {
    long key = NGramMemory.emptyKey();
    for (int i = from; i < to; i++) {
      key = NGramMemory.longerKey(key, tokens[i]);
    }
    return key;
  }

  /** A hash of 31 bits, so that differences of sorted hashes are no larger. */
  private static int mix(long key) {
    return (int) ((key ^ key >>> 32) & Integer.MAX_VALUE);
  }

  long sizeInBytes() {
    return (long) Integer.BYTES * hashes.length;
  }

  void write(DataOutputStream out) throws IOException {
    Varints.write(out, hashes.length);
    int before = 0;
    for (int hash : hashes) {
      Varints.write(out, hash - before);
      before = hash;
    }
  }

  static VerbatimFilter read(
      DataInputStream in, Tokenizer tokenizer, VoiceParameters.Verbatim parameters)
      throws IOException {
    int count = Varints.read(in);
    if (count > MOST) {
      throw new IOException(count + " passages");
    }
    int[] hashes = new int[Math.min(count, 1024)];
    int last = 0;
    for (int i = 0; i < count; i++) {
      int step = Varints.read(in);
      if (step > Integer.MAX_VALUE - last || (i > 0 && step == 0)) {
        throw new IOException("passages out of order");
      }
      if (i == hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.min(count, 2 * i));
      }
      last += step;
      hashes[i] = last;
    }
    return new VerbatimFilter(tokenizer, parameters.stretch(), hashes);
  }
}
