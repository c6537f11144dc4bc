package io.mynah.lm.sampling;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Whether a message is to have emoji. */
enum EmojiUse {
  /** If the first candidate has some. */
  AS_DRAWN,
  /** If any candidate has some. */
  SOME,
  /** None, except for those that were given. */
  NONE;

  /**
   * Draws one, so that messages have emoji as often as the person's. At a low temperature a model
   * would put emoji into twice as many.
   *
   * @param share of the person's messages that have emoji; empty if it is not known
   */
  static EmojiUse draw(OptionalDouble share, RandomGenerator random) {
    if (share.isEmpty()) {
      return AS_DRAWN;
    }
    return random.nextDouble() < share.getAsDouble() ? SOME : NONE;
  }
}
