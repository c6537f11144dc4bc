package io.mynah.lm.training;

import static java.util.Objects.requireNonNull;

import io.mynah.lm.BaseSource;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.sampling.MessageGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a person's model in two stages: an n-gram model over pieces learned from the person's
 * messages, which can generate within seconds, and a neural model mixed with it. Thread-safe.
 */
public final class StagedTrainer implements VoiceTrainer {
  private final @Nullable NeuralLearner neural;
  private final Supplier<List<BaseSource>> bases;
  private final MessageGenerator generator;
  private final int neededMessages;
  private final VoiceParameters parameters;

  /**
   * @param neural the second stage; null for the n-gram model alone
   * @param bases supplies the bases to choose from, called once per training
   * @param neededMessages fewest messages of the person; with fewer, {@link TooLittleText} is
   *     thrown
   * @param parameters how voices are learned; those of the networks are the learner's own
   */
  public StagedTrainer(
      @Nullable NeuralLearner neural,
      Supplier<List<BaseSource>> bases,
      MessageGenerator generator,
      int neededMessages,
      VoiceParameters parameters) {
    this.neural = neural;
    this.bases = bases;
    this.generator = generator;
    this.neededMessages = neededMessages;
    this.parameters = parameters;
  }

  @Override
  public VoiceTraining begin(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor) {
    return new Stages(data, budget, seed, checkpoints, monitor);
  }

  private StagedTraining prepare(Stages stages) throws TrainingCancelled, TooLittleText {
    TrainingData clean = stages.data.trimmed();
    int messages = DataSplit.count(clean.turns(), clean.person());
    if (messages < Math.max(1, neededMessages)) {
      throw new TooLittleText(messages, Math.max(1, neededMessages));
    }
    return new StagedTraining(
        clean,
        bases.get(),
        generator,
        stages.budget,
        stages.seed,
        stages.checkpoints,
        stages.monitor,
        parameters);
  }

  /** The stages of one training in their order. For one thread. */
  private final class Stages implements VoiceTraining {
    private enum Next {
      NGRAMS,
      EVERYTHING,
      NETWORK,
      BETTER_NETWORK
    }

    private final TrainingData data;
    private final Duration budget;
    private final long seed;
    private final CheckpointFiles checkpoints;
    private final TrainingMonitor monitor;
    private final long start = System.nanoTime();
    private Next following = Next.NGRAMS;
    private @Nullable StagedTraining training;

    Stages(
        TrainingData data,
        Duration budget,
        long seed,
        CheckpointFiles checkpoints,
        TrainingMonitor monitor) {
      this.data = data;
      this.budget = budget;
      this.seed = seed;
      this.checkpoints = checkpoints;
      this.monitor = monitor;
    }

    @Override
    public Optional<Candidate> next() throws TrainingCancelled, TooLittleText {
      switch (following) {
        case NGRAMS -> {
          training = prepare(this);
          following = Next.EVERYTHING;
          return Optional.of(training.countNGrams(budget));
        }
        case EVERYTHING -> {
          following = Next.NETWORK;
          return Optional.of(requireNonNull(training).countEverything());
        }
        case NETWORK -> {
          following = Next.BETTER_NETWORK;
          beginNetwork(requireNonNull(training));
        }
        case BETTER_NETWORK -> {}
      }
      Optional<Candidate> better = requireNonNull(training).nextNetwork();
      if (better.isEmpty()) {
        monitor.progress(1, Duration.ZERO);
      }
      return better;
    }

    private void beginNetwork(StagedTraining counted) throws TrainingCancelled {
      counted.reportCounted(budget);
      if (neural == null) {
        return;
      }
      counted.askBase();
      Duration left = budget.minusNanos(System.nanoTime() - start);
      if (!left.isNegative()) {
        counted.beginNetwork(neural, left);
      }
    }

    @Override
    public void close() {
      if (training != null) {
        training.close();
      }
    }
  }
}
