package io.mynah.training;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.lm.training.VoiceTraining;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A trainer whose trainings a test leads. Thread-safe. */
final class PuppetTrainer implements VoiceTrainer {
  private final BlockingQueue<Lesson> begun = new LinkedBlockingQueue<>();

  @Override
  public VoiceTraining begin(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor) {
    Lesson lesson = new Lesson(data, budget, seed, checkpoints, monitor);
    begun.add(lesson);
    return lesson;
  }

  /** The next training that begins. */
  Lesson next() throws InterruptedException {
    Lesson lesson = begun.poll(20, TimeUnit.SECONDS);
    if (lesson == null) {
      throw new AssertionError("no training begins");
    }
    return lesson;
  }

  /** Whether no training began that was not asked for by {@link #next}. */
  boolean isIdle() {
    return begun.isEmpty();
  }
}
