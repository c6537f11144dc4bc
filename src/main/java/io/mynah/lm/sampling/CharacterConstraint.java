package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.Arrays;

/**
 * Decides which characters a model may write: those that are whole in one learned piece, and those
 * whose token sequence occurs in what was learned. So a model never writes a letter or an emoji
 * that nobody in the chat ever wrote, even though a network cannot rule them out. Immutable; as
 * thread-safe as the model.
 */
final class CharacterConstraint {
  private final LanguageModel model;
  private final TokenMask mask;

  /** For each token, whether it may come between two characters. */
  private final boolean[] opening;

  CharacterConstraint(LanguageModel model, TokenMask mask) {
    this.model = model;
    this.mask = mask;
    Tokenizer tokenizer = model.tokenizer();
    opening = new boolean[tokenizer.size()];
    for (int token = ControlTokens.COUNT; token < opening.length; token++) {
      opening[token] =
          mask.allows(TokenMask.WHOLE, token)
              && (isWhole(token, tokenizer) || model.hasSeen(new int[] {token}));
    }
  }

  /**
   * Whether a token is whole characters and was learned as one piece; a single byte is a token
   * anyway.
   */
  private boolean isWhole(int token, Tokenizer tokenizer) {
    return mask.after(TokenMask.WHOLE, token) == TokenMask.WHOLE
        && tokenizer.bytes(token).length > 1;
  }

  /**
   * Whether a token may come next.
   *
   * @param utf8 the state of the {@link TokenMask} before it
   * @param tokens of the message
   * @param whole the index after the last whole character
   * @param length of the message, in tokens
   */
  boolean allows(int utf8, int[] tokens, int whole, int length, int token) {
    if (utf8 == TokenMask.WHOLE) {
      return opening[token];
    }
    if (!mask.allows(utf8, token)) {
      return false;
    }
    int[] character = Arrays.copyOfRange(tokens, whole, length + 1);
    character[length - whole] = token;
    return model.hasSeen(character);
  }
}
