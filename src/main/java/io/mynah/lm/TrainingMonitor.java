package io.mynah.lm;

import java.time.Duration;

/** Hears how a training goes; called on the training thread. */
public interface TrainingMonitor {
  /**
   * Asked every second or two, more seldom in a chat of millions of words; {@code true} ends the
   * training with {@link TrainingCancelled}.
   */
  boolean cancelled();

  /**
   * Hears how far the training is, at least every few seconds.
   *
   * @param fraction of the whole training, 0 to 1
   * @param remaining wall time left, an estimate
   */
  default void progress(double fraction, Duration remaining) {}

  /** Hears a message that the model of this moment makes, after each epoch. */
  default void sample(String text) {}

  /**
   * Hears how good each model is that was judged, taken or not.
   *
   * @param stage as of {@link #improved}
   * @param validationBits bits per character on the validation slice
   */
  default void judged(String stage, double validationBits) {}

  /**
   * Takes a whole model that is no worse on the validation slice than the one before. The callee
   * writes it where it belongs and must not keep it: it is valid until this returns.
   *
   * @param stage a short name such as {@code n-gram} or {@code neural}
   * @param validationBits bits per character on the validation slice
   */
  void improved(LanguageModel model, String stage, double validationBits);
}
