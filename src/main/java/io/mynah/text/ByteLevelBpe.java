package io.mynah.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A tokenizer with byte-level byte-pair encoding in the form of GPT-2 (Radford et al., 2019), made
 * of pieces that were learned elsewhere. Ids may have any order, and merges have an order of their
 * own. In each word, neighbours are joined: always the pair with the lowest rank, and of several
 * such pairs the first. Decoding gives back exactly what was encoded, or its composed form. A word
 * of n bytes takes time O(n·log n). Immutable and thread-safe.
 */
public final class ByteLevelBpe implements Tokenizer {
  /** How a text is split into words. */
  public enum Words {
    /** As by GPT-2: a run of letters or of digits, with the blank before it. */
    GPT2,
    /** The same with runs of digits split off before. */
    GPT2_NUMBERS_APART,
    /** The same with each digit split off before. */
    GPT2_DIGITS_APART,
    /**
     * As by Llama 3: a run of letters with a sign or blank before it, at most three digits, a run
     * of signs with the line ends after it.
     */
    LLAMA3,
    /** As by Qwen2: the same with each digit alone. */
    QWEN2
  }

  /**
   * What tokenizers of this kind do in different ways.
   *
   * @param wholeWords whether a word that is a token becomes this, even if its pairs are joined
   *     otherwise
   * @param composed whether a text is first put in its composed form (Unicode's NFC)
   */
  public record Form(Words words, boolean wholeWords, boolean composed) {
    /** That of GPT-2, whose pairs are always joined, and whose texts are not changed. */
    public static Form of(Words words) {
      return new Form(words, false, false);
    }
  }

  private static final int NONE = -1;

  private final byte[][] pieces;
  private final int[] bytes = new int[256];
  private final int[] merged;
  private final PairTable ranks;
  private final Form form;

  /** The words that become a token of their own, where joining pairs would give others. */
  private final Map<String, Integer> wholeWords = new HashMap<>();

  /**
   * Makes a tokenizer.
   *
   * @param pieces the bytes of each token; none for a control token
   * @param lefts the first token of each pair that is joined, in order of rank; if a pair occurs
   *     twice, the last position counts
   * @param rights the second token of each pair
   * @throws IllegalArgumentException when two tokens have the same bytes, a byte of UTF-8 has no
   *     token, or a merge uses or makes a token that does not exist
   */
  public ByteLevelBpe(byte[][] pieces, int[] lefts, int[] rights, Form form) {
    if (lefts.length != rights.length) {
      throw new IllegalArgumentException(lefts.length + " and " + rights.length + " tokens");
    }
    this.pieces = new byte[pieces.length][];
    this.form = form;
    Map<String, Integer> tokens = new HashMap<>(2 * pieces.length);
    Arrays.fill(bytes, NONE);
    for (int token = 0; token < pieces.length; token++) {
      byte[] piece = pieces[token].clone();
      this.pieces[token] = piece;
      if (piece.length > 0 && tokens.put(key(piece), token) != null) {
        throw new IllegalArgumentException("token " + token + " is there twice");
      }
      if (piece.length == 1) {
        bytes[piece[0] & 0xFF] = token;
      }
    }
    for (int b = 0; b < 256; b++) {
      if (bytes[b] == NONE && isOfUtf8(b)) {
        throw new IllegalArgumentException("byte " + b + " has no token");
      }
    }
    merged = new int[lefts.length];
    ranks = new PairTable(lefts.length);
    for (int rank = 0; rank < lefts.length; rank++) {
      merged[rank] = merged(tokens, lefts[rank], rights[rank], rank);
      ranks.put(PairTable.pair(lefts[rank], rights[rank]), rank);
    }
    if (form.wholeWords()) {
      findWholeWords();
    }
  }

  private void findWholeWords() {
    PairJoiner joiner = new PairJoiner(ranks, merged);
    for (int token = 0; token < pieces.length; token++) {
      byte[] piece = pieces[token];
      int[] tokens = new int[piece.length];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = bytes[piece[i] & 0xFF];
      }
      if (joiner.join(tokens, 0, tokens.length) > 1) {
        wholeWords.put(key(piece), token);
      }
    }
  }

  private int merged(Map<String, Integer> tokens, int left, int right, int rank) {
    if (left < 0 || left >= pieces.length || right < 0 || right >= pieces.length) {
      throw new IllegalArgumentException("merge " + rank + " is of tokens that are none");
    }
    Integer token = tokens.get(key(pieces[left]) + key(pieces[right]));
    if (token == null || pieces[left].length == 0 || pieces[right].length == 0) {
      throw new IllegalArgumentException("merge " + rank + " makes no token");
    }
    return token;
  }

  /** The bytes as a string with one character for each byte. */
  private static String key(byte[] piece) {
    return new String(piece, StandardCharsets.ISO_8859_1);
  }

  private static boolean isOfUtf8(int b) {
    return b < 0xC0 || (b > 0xC1 && b < 0xF5);
  }

  @Override
  public int size() {
    return pieces.length;
  }

  @Override
  public int[] encode(String text) {
    return encodeComposed(form.composed() ? Normalizer.normalize(text, Normalizer.Form.NFC) : text);
  }

  private int[] encodeComposed(String text) {
    int[] tokens = new int[Math.max(16, text.length() / 2)];
    int count = 0;
    Utf8Buffer word = new Utf8Buffer();
    PairJoiner joiner = new PairJoiner(ranks, merged);
    GptWords words = new GptWords(text, form.words());
    int start = 0;
    for (int end = words.next(); end >= 0; end = words.next()) {
      word.set(text, start, end);
      if (count + word.length > tokens.length) {
        tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, count + word.length));
      }
      Integer whole = wholeWords.isEmpty() ? null : wholeWords.get(word.toString());
      if (whole != null) {
        tokens[count++] = whole;
      } else {
        for (int i = 0; i < word.length; i++) {
          tokens[count + i] = bytes[word.bytes[i] & 0xFF];
        }
        count += joiner.join(tokens, count, word.length);
      }
      start = end;
    }
    return Arrays.copyOf(tokens, count);
  }

  @Override
  public byte[] bytes(int token) {
    return pieces[token].clone();
  }
}
