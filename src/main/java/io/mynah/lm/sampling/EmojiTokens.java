package io.mynah.lm.sampling;

import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import io.mynah.text.WordsAndEmoji;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Which tokens of a vocabulary are of emoji. Immutable and thread-safe. */
final class EmojiTokens {
  /** The highest bits of the first of four bytes of a character in UTF-8. */
  private static final int FIRST_OF_FOUR = 0xF0;

  /** The second byte of the characters from U+1F000 to U+1FFFF, most of which are emoji. */
  private static final int SECOND_OF_EMOJI = 0x9F;

  private final boolean[] begins;
  private final int[] beginning;

  EmojiTokens(Tokenizer tokenizer) {
    begins = new boolean[tokenizer.size()];
    for (int token = ControlTokens.COUNT; token < begins.length; token++) {
      byte[] bytes = tokenizer.bytes(token);
      String text = new String(bytes, StandardCharsets.UTF_8);
      begins[token] = hasFirstBytes(bytes) || WordsAndEmoji.hasEmoji(text);
    }
    beginning = IntStream.range(0, begins.length).filter(this::begins).toArray();
  }

  /** Whether a token is or begins an emoji; not for the few that begin with a single byte. */
  boolean begins(int token) {
    return begins[token];
  }

  /** The tokens that are or begin an emoji; not to be changed. */
  int[] beginning() {
    return beginning;
  }

  /**
   * The probability that an emoji comes next.
   *
   * @param logs ln P of every token
   */
  double probability(float[] logs) {
    double sum = 0;
    for (int token : beginning) {
      sum += Math.exp(logs[token]);
    }
    return sum;
  }

  private static boolean hasFirstBytes(byte[] bytes) {
    for (int i = 1; i < bytes.length; i++) {
      if ((bytes[i - 1] & 0xFF) == FIRST_OF_FOUR && (bytes[i] & 0xFF) == SECOND_OF_EMOJI) {
        return true;
      }
    }
    return false;
  }
}
