package io.mynah.text;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A tokenizer with byte-level byte-pair encoding (Sennrich, Haddow and Birch, 2016; over bytes as
 * in Radford et al., 2019). A text is UTF-8 bytes. Neighbouring bytes are joined to the learned
 * pieces, the earliest learned first. Since every byte is a token, every text can be encoded, and
 * decoding gives back exactly what was encoded. Texts are not normalised.
 *
 * <p>The vocabulary is the {@link ControlTokens}, the 256 bytes, then the learned pieces. Immutable
 * and thread-safe.
 */
public final class BpeTokenizer implements Tokenizer {
  /** Tokens fit 16 bits. */
  public static final int LARGEST_SIZE = 1 << 16;

  static final int BYTES = ControlTokens.COUNT;
  static final int MERGES = BYTES + 256;

  /** Longest learned piece in bytes, so that damaged merges cannot grow without end. */
  private static final int LONGEST_PIECE = 256;

  /** The first four bytes of what is written. */
  static final int MAGIC = 0x42504531; // "BPE1"

  private final int[] lefts;
  private final int[] rights;
  private final PairTable merged;
  private final byte[][] pieces;

  /**
   * Makes a tokenizer from merges in the order they were learned.
   *
   * @throws IllegalArgumentException when a merge joins tokens that do not exist yet, or a piece
   *     grows too long
   */
  BpeTokenizer(int[] lefts, int[] rights) {
    int count = lefts.length;
    if (count != rights.length || MERGES + count > LARGEST_SIZE) {
      throw new IllegalArgumentException(count + " merges");
    }
    this.lefts = lefts.clone();
    this.rights = rights.clone();
    merged = new PairTable(count);
    pieces = new byte[MERGES + count][];
    Arrays.fill(pieces, 0, BYTES, new byte[0]);
    for (int b = 0; b < 256; b++) {
      pieces[BYTES + b] = new byte[] {(byte) b};
    }
    for (int i = 0; i < count; i++) {
      join(lefts[i], rights[i], MERGES + i);
    }
  }

  private void join(int left, int right, int token) {
    if (left < BYTES || left >= token || right < BYTES || right >= token) {
      throw new IllegalArgumentException("merge of " + left + " and " + right);
    }
    byte[] piece = Arrays.copyOf(pieces[left], pieces[left].length + pieces[right].length);
    System.arraycopy(pieces[right], 0, piece, pieces[left].length, pieces[right].length);
    if (piece.length > LONGEST_PIECE) {
      throw new IllegalArgumentException("piece of " + piece.length + " bytes");
    }
    pieces[token] = piece;
    merged.put(PairTable.pair(left, right), token);
  }

  @Override
  public int size() {
    return pieces.length;
  }

  @Override
  public int[] encode(String text) {
    int[] tokens = new int[Math.max(16, text.length() / 2)];
    int count = 0;
    Utf8Buffer word = new Utf8Buffer();
    WordSplitter words = new WordSplitter(text);
    int start = 0;
    for (int end = words.next(); end >= 0; end = words.next()) {
      word.set(text, start, end);
      if (count + word.length > tokens.length) {
        tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, count + word.length));
      }
      count += encode(word, tokens, count);
      start = end;
    }
    return Arrays.copyOf(tokens, count);
  }

  /**
   * Joins the bytes of one word. A word has at most a few dozen bytes, so a quadratic loop is fast
   * enough.
   */
  private int encode(Utf8Buffer word, int[] out, int offset) {
    int length = word.length;
    for (int i = 0; i < length; i++) {
      out[offset + i] = BYTES + (word.bytes[i] & 0xFF);
    }
    while (length > 1) {
      int best = Integer.MAX_VALUE;
      for (int i = offset; i < offset + length - 1; i++) {
        int token = merged.get(PairTable.pair(out[i], out[i + 1]));
        if (token >= 0 && token < best) {
          best = token;
        }
      }
      if (best == Integer.MAX_VALUE) {
        break;
      }
      length = apply(best, out, offset, length);
    }
    return length;
  }

  private int apply(int token, int[] out, int offset, int length) {
    int left = lefts[token - MERGES];
    int right = rights[token - MERGES];
    int kept = 0;
    for (int i = 0; i < length; i++) {
      if (i + 1 < length && out[offset + i] == left && out[offset + i + 1] == right) {
        out[offset + kept++] = token;
        i++;
      } else {
        out[offset + kept++] = out[offset + i];
      }
    }
    return kept;
  }

  @Override
  public byte[] bytes(int token) {
    return pieces[token].clone();
  }

  @Override
  public long sizeInBytes() {
    return 64L * pieces.length;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeShort(lefts.length);
    for (int i = 0; i < lefts.length; i++) {
      out.writeShort(lefts[i]);
      out.writeShort(rights[i]);
    }
  }

  /**
   * Reads what follows the first four bytes.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  static BpeTokenizer readMerges(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    int[] lefts = new int[count];
    int[] rights = new int[count];
    for (int i = 0; i < count; i++) {
      lefts[i] = in.readUnsignedShort();
      rights[i] = in.readUnsignedShort();
    }
    return new BpeTokenizer(lefts, rights);
  }
}
