package io.mynah.lm.training;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.sampling.MessageGenerator;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a person's model in two stages: an n-gram model over pieces learned from the person's
 * messages, which can generate within seconds, and a neural model mixed with it. Thread-safe.
 */
public final class StagedTrainer implements VoiceTrainer {
  private final @Nullable NeuralLearner neural;
  private final Supplier<@Nullable PretrainedBase> base;
  private final MessageGenerator generator;
  private final int neededMessages;
  private final VoiceParameters parameters;

  /**
   * @param neural the second stage; null for the n-gram model alone
   * @param base supplies the base, called once per training; gives null if there is none
   * @param neededMessages fewest messages of the person; with fewer, {@link TooLittleText} is
   *     thrown
   * @param parameters how voices are learned; those of the networks are the learner's own
   */
  public StagedTrainer(
      @Nullable NeuralLearner neural,
      Supplier<@Nullable PretrainedBase> base,
      MessageGenerator generator,
      int neededMessages,
      VoiceParameters parameters) {
    this.neural = neural;
    this.base = base;
    this.generator = generator;
    this.neededMessages = neededMessages;
    this.parameters = parameters;
  }

  @Override
  public void train(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor)
      throws TrainingCancelled, TooLittleText {
    long start = System.nanoTime();
    TrainingData clean = data.trimmed();
    int messages = DataSplit.count(clean.turns(), clean.person());
    if (messages < Math.max(1, neededMessages)) {
      throw new TooLittleText(messages, Math.max(1, neededMessages));
    }
    StagedTraining training =
        new StagedTraining(
            clean, base.get(), generator, budget, seed, checkpoints, monitor, parameters);
    training.learnNGrams(budget);
    Duration left = budget.minusNanos(System.nanoTime() - start);
    if (neural != null && !left.isNegative()) {
      training.learnNeural(neural, left);
    }
    monitor.progress(1, Duration.ZERO);
  }
}
