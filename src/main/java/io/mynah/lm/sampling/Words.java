package io.mynah.lm.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.lm.WordBoundaries;
import io.mynah.text.Tokenizer;

/**
 * The words of a message, as its score counts their rarity: what stands between blanks and has a
 * letter, each by its first token with one. The later tokens of a rare word, such as a name or an
 * address, are rare, but sure after those before, so that a message with one would be chosen again
 * and again. An emoji is a word, and so is each token in a script without blanks.
 */
final class Words {
  private Words() {}

  /**
   * The sum of ln of how common the first tokens of a message's words are.
   *
   * @param frequencies ln of how common each token is; empty if that is not known
   */
  static double logFrequency(
      int[] tokens, Tokenizer tokenizer, EmojiTokens emoji, float[] frequencies) {
    double sum = 0;
    boolean inWord = false;
    for (int token : tokens) {
      byte[] bytes = tokenizer.bytes(token);
      String piece = new String(bytes, UTF_8);
      inWord &= !Character.isWhitespace(piece.charAt(0));
      boolean begins =
          (emoji.mayBeOf(token) && WordBoundaries.begins(bytes))
              || (piece.codePoints().anyMatch(Character::isLetter)
                  && (!inWord || !WordBoundaries.isSpelt(piece)));
      if (begins) {
        sum += frequencies.length == 0 ? 0 : frequencies[token];
        inWord = true;
      }
      inWord &= !Character.isWhitespace(piece.charAt(piece.length() - 1));
    }
    return sum;
  }
}
