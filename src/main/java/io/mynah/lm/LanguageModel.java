package io.mynah.lm;

import io.mynah.text.Tokenizer;

/** How one person writes: a token model together with the units it reads and writes. */
public interface LanguageModel extends TokenModel {
  /** The units; {@link #vocabulary()} is its size. */
  Tokenizer tokenizer();

  /**
   * Whether a word stands in what was learned, as far as the model can tell; anything that is no
   * word does.
   */
  default boolean knows(String word) {
    return true;
  }
}
