package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.Arrays;

/**
 * Which characters a model may write: those that stand whole in a unit, and those that were put
 * together of the same tokens in what was learned. So nobody writes a letter or an emoji that
 * nobody in the chat ever wrote, however little a network knows of what never comes. Immutable;
 * thread-safe as the model is.
 */
final class CharacterConstraint {
  private final LanguageModel model;
  private final TokenMask mask;

  /** Tokens that may come between two characters. */
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

  /** Whether a unit that was learned as one is whole characters; a byte is a unit anyway. */
  private boolean isWhole(int token, Tokenizer tokenizer) {
    return mask.after(TokenMask.WHOLE, token) == TokenMask.WHOLE
        && tokenizer.bytes(token).length > 1;
  }

  /**
   * Whether a token may come.
   *
   * @param utf8 the state of the {@link TokenMask} before it
   * @param tokens of the message
   * @param whole where the last whole character ends
   * @param length of the message
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
