package io.mynah.lm;

import io.mynah.text.Tokenizer;
import java.util.List;

/** A model of how one person writes: a token model with its tokenizer. */
public interface LanguageModel extends TokenModel {
  /** The tokenizer; {@link #vocabulary()} is its size. */
  Tokenizer tokenizer();

  /**
   * A variant for generating messages: the general parts get less weight and the person's own parts
   * more, and nothing is learned from the person's own messages of a conversation. It shares
   * everything with this model; only this model is to be closed.
   */
  default LanguageModel speaking() {
    return speaking(List.of());
  }

  /**
   * The same after some more messages of the person, from which its memories learn at once.
   *
   * @param examples without secrets; each is learned once
   */
  default LanguageModel speaking(List<String> examples) {
    return this;
  }

  /** How often each word is written in the chat. */
  default WordFrequencies wordFrequencies() {
    return WordFrequencies.NONE;
  }

  /** The factor for the odds that a message ends, which makes messages as long as real ones. */
  default double endFactor() {
    return 1;
  }

  /** The person's habits of sending messages. */
  default Habits habits() {
    return Habits.PLAIN;
  }

  /** The person's short messages. */
  default ShortMessages shortMessages() {
    return ShortMessages.NONE;
  }

  /** How likely its {@link #networks} usually find each token as the first one of a message. */
  default Openings openings() {
    return Openings.NONE;
  }

  /** Whether a sequence of tokens occurs in what was learned, as far as the model can tell. */
  default boolean hasSeen(int[] tokens) {
    return true;
  }

  /** The same for a text, at the beginning of a message or after a blank. */
  default boolean hasSeen(String text) {
    return hasSeen(tokenizer().encode(text)) || hasSeen(tokenizer().encode(" " + text));
  }

  /**
   * Whether a word occurs in what was learned, as far as the model can tell; true for anything that
   * is not a word.
   */
  default boolean knows(String word) {
    return true;
  }

  /**
   * Whether a message is or contains a long passage that occurs verbatim in what was learned, as
   * far as the model can tell.
   */
  default boolean repeats(String message) {
    return false;
  }
}
