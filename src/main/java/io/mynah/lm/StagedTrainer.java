package io.mynah.lm;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a person's model in two stages: an n-gram model over pieces learned from the person's own
 * messages, which speaks within seconds, and a neural model mixed with it. Thread-safe.
 */
public final class StagedTrainer implements VoiceTrainer {
  private final @Nullable NeuralLearner neural;
  private final Supplier<@Nullable Base> base;
  private final Speaker speaker;
  private final int neededMessages;

  /**
   * A trainer that knows no language beforehand.
   *
   * @see #StagedTrainer(NeuralLearner, Supplier, Speaker, int)
   */
  public StagedTrainer(@Nullable NeuralLearner neural, Speaker speaker, int neededMessages) {
    this(neural, () -> null, speaker, neededMessages);
  }

  /**
   * @param neural the second stage; null for the n-gram model alone
   * @param base where the language may be known from, asked for once a training; null for none
   * @param neededMessages of the person; with fewer there is {@link TooLittleText}
   */
  public StagedTrainer(
      @Nullable NeuralLearner neural,
      Supplier<@Nullable Base> base,
      Speaker speaker,
      int neededMessages) {
    this.neural = neural;
    this.base = base;
    this.speaker = speaker;
    this.neededMessages = neededMessages;
  }

  @Override
  public void train(
      LearningSet data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor)
      throws TrainingCancelled, TooLittleText {
    long start = System.nanoTime();
    LearningSet clean = data.trimmed();
    int messages = Split.count(clean.turns(), clean.person());
    if (messages < Math.max(1, neededMessages)) {
      throw new TooLittleText(messages, Math.max(1, neededMessages));
    }
    StagedTraining training =
        new StagedTraining(clean, base.get(), speaker, budget, seed, checkpoints, monitor);
    training.learnNGrams(budget);
    Duration left = budget.minusNanos(System.nanoTime() - start);
    if (neural != null && !left.isNegative()) {
      training.learnNeural(neural, left);
    }
    monitor.progress(1, Duration.ZERO);
  }
}
