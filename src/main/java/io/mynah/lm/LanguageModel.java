package io.mynah.lm;

import io.mynah.text.Tokenizer;

/** How one person writes: a token model together with the units it reads and writes. */
public interface LanguageModel extends TokenModel {
  /** The units; {@link #vocabulary()} is its size. */
  Tokenizer tokenizer();

  /**
   * The model as it speaks: what it foretells with for everyone's sake gives way to what is the
   * person's own. Shares everything with this model, which alone is to be closed.
   */
  default LanguageModel speaking() {
    return this;
  }

  /**
   * By what the odds that a message ends are to be multiplied for it to be as long as a real one.
   */
  default double endFactor() {
    return 1;
  }

  /** How the person delivers what they say. */
  default Habits habits() {
    return Habits.PLAIN;
  }

  /** Whether tokens stand in a row in what was learned, as far as the model can tell. */
  default boolean hasSeen(int[] tokens) {
    return true;
  }

  /**
   * Whether a word stands in what was learned, as far as the model can tell; anything that is no
   * word does.
   */
  default boolean knows(String word) {
    return true;
  }

  /**
   * Whether a message is, or has in it, a long passage that stands verbatim in what was learned, as
   * far as the model can tell.
   */
  default boolean repeats(String message) {
    return false;
  }
}
