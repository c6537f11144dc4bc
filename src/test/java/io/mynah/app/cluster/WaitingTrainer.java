package io.mynah.app.cluster;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.models.MarkedModel;
import java.time.Duration;
import java.util.Optional;

/** Learns by waiting, so that many can learn at once on few cores. Thread-safe. */
final class WaitingTrainer implements VoiceTrainer {
  private final Duration time;

  /**
   * @param time that each training takes
   */
  WaitingTrainer(Duration time) {
    this.time = time;
  }

  @Override
  public VoiceTraining begin(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor) {
    return new VoiceTraining() {
      private boolean done;

      @Override
      public Optional<Candidate> next() throws TrainingCancelled {
        if (done) {
          return Optional.empty();
        }
        try {
          Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
          throw new TrainingCancelled();
        }
        done = true;
        return Optional.of(
            new Candidate(new MarkedModel("waited", 100), N_GRAM, 2, false, true, null));
      }

      @Override
      public void close() {}
    };
  }
}
