package io.mynah.lm.training;

import io.mynah.lm.TrainingCancelled;
import java.util.Optional;

/**
 * One training of a {@link VoiceTrainer}. It works only while {@link #next} is called, and what is
 * done with a candidate meanwhile is part of its budget. For one thread.
 */
public interface VoiceTraining extends AutoCloseable {
  /**
   * Trains until there is another model. The caller stores it, if at all, before it calls this
   * again.
   *
   * @return empty when the budget is spent or validation does not improve any more
   * @throws TrainingCancelled when the monitor says so
   * @throws TooLittleText when there is not enough to learn from
   */
  Optional<Candidate> next() throws TrainingCancelled, TooLittleText;

  /** Frees what it holds; a training that has not ended leaves a checkpoint. */
  @Override
  void close();
}
