package io.mynah.lm;

import io.mynah.domain.VoiceFigures;
import java.util.function.BooleanSupplier;

/** Measures finished models. Thread-safe. */
@FunctionalInterface
public interface VoiceExaminer {
  /**
   * Measures a model, within some seconds.
   *
   * @param data what it learned from
   * @throws TrainingCancelled soon after {@code cancelled} says so
   */
  VoiceFigures examine(LearningSet data, LanguageModel model, long seed, BooleanSupplier cancelled)
      throws TrainingCancelled;
}
