package io.mynah.lm.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.lm.WordBoundaries;
import io.mynah.text.Tokenizer;

/**
 * The words of a message, as its score counts them: what stands between blanks and has a letter,
 * each by its first token with one. The later tokens of a rare word, such as a name or an address,
 * are rare, but sure after those before, so that a message with one would be chosen again and
 * again. An emoji is a word, and so is each token in a script without blanks.
 *
 * @param count how many words
 * @param logFrequency the sum of ln of how common their first tokens are
 */
record Words(int count, double logFrequency) {
  /**
   * The words of some tokens.
   *
   * @param frequencies ln of how common each token is; empty if that is not known
   */
  static Words of(int[] tokens, Tokenizer tokenizer, EmojiTokens emoji, float[] frequencies) {
    int count = 0;
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
        count++;
        sum += frequencies.length == 0 ? 0 : frequencies[token];
        inWord = true;
      }
      inWord &= !Character.isWhitespace(piece.charAt(piece.length() - 1));
    }
    return new Words(count, sum);
  }
}
