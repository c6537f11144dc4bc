package io.mynah.lm.evaluation;

import io.mynah.domain.VoiceFigures;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.training.TrainingData;
import java.util.function.BooleanSupplier;

/** Measures how well a finished model imitates its person. Thread-safe. */
@FunctionalInterface
public interface VoiceExaminer {
  /**
   * Measures a model, within some seconds.
   *
   * @param data what it learned from
   * @throws TrainingCancelled soon after {@code cancelled} says so
   */
  VoiceFigures examine(TrainingData data, LanguageModel model, long seed, BooleanSupplier cancelled)
      throws TrainingCancelled;
}
