package io.mynah.text;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tokenizer with byte-level byte-pair encoding in the form of GPT-2 (Radford et al., 2019), made
 * of pieces that were learned elsewhere. Ids may have any order, and merges have an order of their
 * own. In each word, neighbours are joined: always the pair with the lowest rank, and of several
 * such pairs the first. Decoding gives back exactly what was encoded, or its composed form. A word
 * of n bytes takes time O(n·log n). Immutable and thread-safe.
 */
public final class ByteLevelBpe implements Tokenizer {
  /** The first four bytes of what is written. */
  static final int MAGIC = 0x424C4231; // "BLB1"

  /** More than any model has. */
  private static final int MOST_PIECES = 1 << 18;

  private static final int MOST_MERGES = 1 << 20;
  private static final int LONGEST_PIECE = (1 << 16) - 1;
  private static final int WHOLE_WORDS = 1;
  private static final int COMPOSED = 2;

  /**
   * How a text is split into words. Files contain the position in this list, so new ones come last.
   */
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
  private static final List<Words> WORDS = List.of(Words.values());

  private final byte[][] pieces;
  private final int[] lefts;
  private final int[] rights;
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
   * @throws IllegalArgumentException when there are more than 2^18 pieces or 2^20 pairs, a piece is
   *     too long, two tokens have the same bytes, a byte of UTF-8 has no token, or a merge uses or
   *     makes a token that does not exist
   */
  public ByteLevelBpe(byte[][] pieces, int[] lefts, int[] rights, Form form) {
    if (lefts.length != rights.length) {
      throw new IllegalArgumentException(lefts.length + " and " + rights.length + " tokens");
    }
    if (pieces.length > MOST_PIECES || lefts.length > MOST_MERGES) {
      throw new IllegalArgumentException(pieces.length + " pieces, " + lefts.length + " merges");
    }
    this.lefts = lefts.clone();
    this.rights = rights.clone();
    this.pieces = new byte[pieces.length][];
    this.form = form;
    Map<String, Integer> tokens = new HashMap<>(2 * pieces.length);
    Arrays.fill(bytes, NONE);
    for (int token = 0; token < pieces.length; token++) {
      byte[] piece = pieces[token].clone();
      if (piece.length > LONGEST_PIECE) {
        throw new IllegalArgumentException("token " + token + " has " + piece.length + " bytes");
      }
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

  /**
   * The same tokenizer with other ids.
   *
   * @param tokens for each new id the present one, or −1 for a control token. Each token that has
   *     bytes must be there once
   * @throws IllegalArgumentException when one is missing, there twice, or unknown
   */
  public ByteLevelBpe renumbered(int[] tokens) {
    byte[][] moved = new byte[tokens.length][];
    int[] places = new int[pieces.length];
    Arrays.fill(places, NONE);
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] >= pieces.length) {
        throw new IllegalArgumentException("token " + tokens[i]);
      }
      moved[i] = tokens[i] < 0 ? new byte[0] : pieces[tokens[i]];
      if (tokens[i] >= 0) {
        places[tokens[i]] = i;
      }
    }
    for (int token = 0; token < pieces.length; token++) {
      if (pieces[token].length > 0 && places[token] == NONE) {
        throw new IllegalArgumentException("token " + token + " is missing");
      }
    }
    return new ByteLevelBpe(moved, at(places, lefts), at(places, rights), form);
  }

  private static int[] at(int[] places, int[] tokens) {
    return Arrays.stream(tokens).map(token -> places[token]).toArray();
  }

  @Override
  public long sizeInBytes() {
    return 64L * pieces.length + 40L * lefts.length;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeByte(WORDS.indexOf(form.words()));
    out.writeByte((form.wholeWords() ? WHOLE_WORDS : 0) | (form.composed() ? COMPOSED : 0));
    out.writeInt(pieces.length);
    for (byte[] piece : pieces) {
      out.writeShort(piece.length);
      out.write(piece);
    }
    out.writeInt(lefts.length);
    for (int i = 0; i < lefts.length; i++) {
      out.writeInt(lefts[i]);
      out.writeInt(rights[i]);
    }
  }

  /**
   * Reads what follows the first four bytes.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  static ByteLevelBpe readPieces(DataInputStream in) throws IOException {
    int words = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    if (words >= WORDS.size() || flags > (WHOLE_WORDS | COMPOSED)) {
      throw new IOException("a tokenizer of a form not known here");
    }
    Form form = new Form(WORDS.get(words), (flags & WHOLE_WORDS) != 0, (flags & COMPOSED) != 0);
    byte[][] pieces = new byte[within(in.readInt(), MOST_PIECES)][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = new byte[in.readUnsignedShort()];
      in.readFully(pieces[i]);
    }
    int merges = within(in.readInt(), MOST_MERGES);
    int[] lefts = new int[merges];
    int[] rights = new int[merges];
    for (int i = 0; i < merges; i++) {
      lefts[i] = in.readInt();
      rights[i] = in.readInt();
    }
    return new ByteLevelBpe(pieces, lefts, rights, form);
  }

  private static int within(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException(count + " parts of a tokenizer");
    }
    return count;
  }
}
