package io.mynah.lm.training;

import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingDiverged;
import io.mynah.text.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Learns a {@link PretrainedBase} from a text. Thread-safe. */
public final class Pretrainer {
  private final NeuralLearner learner;
  private final int vocabulary;
  private final @Nullable PretrainedBase start;

  /** Learns a base from nothing, of so many tokens. */
  public Pretrainer(NeuralLearner learner, int vocabulary) {
    this(learner, vocabulary, null);
  }

  /**
   * Learns on from a base, whose tokenizer stays.
   *
   * @param start a base that the learner made or read
   */
  public Pretrainer(NeuralLearner learner, PretrainedBase start) {
    this(learner, start.tokenizer().size(), start);
  }

  private Pretrainer(NeuralLearner learner, int vocabulary, @Nullable PretrainedBase start) {
    this.learner = learner;
    this.vocabulary = vocabulary;
    this.start = start;
  }

  /** Observes the pretraining, on the training thread. */
  public interface Listener {
    /** Receives the progress, 0 to 1, and the wall time left. */
    void progress(double fraction, Duration remaining);

    /**
     * Receives a base that is better than those before.
     *
     * @param nats mean −ln P per token on the held-out conversations
     */
    void improved(PretrainedBase base, double nats);
  }

  /**
   * Learns until the budget is spent; continues an interrupted run from the checkpoints' folder.
   *
   * @throws TrainingCancelled when asked to end
   * @throws TrainingDiverged when the loss is not a number any more; bases received before are
   *     complete, but from a training that did not reach its end
   */
  public void learn(
      Conversations text,
      Duration budget,
      long seed,
      Path checkpoints,
      BooleanSupplier cancelled,
      Listener listener)
      throws TrainingCancelled, TrainingDiverged {
    AtomicBoolean diverged = new AtomicBoolean();
    Tokenizer tokenizer = start == null ? text.learnTokenizer(vocabulary) : start.tokenizer();
    learner.learn(
        new LearningTask(
            tokenizer.size(),
            start == null ? null : start.network(),
            text.training(tokenizer, seed),
            text.validation(tokenizer, seed),
            budget,
            seed,
            new CheckpointFolder(checkpoints)),
        new NeuralLearner.Observer() {
          @Override
          public boolean cancelled() {
            return cancelled.getAsBoolean();
          }

          @Override
          public void progress(double fraction, Duration remaining) {
            listener.progress(fraction, remaining);
          }

          @Override
          public void epoch(TokenModel model, double validationNats) {
            listener.improved(new PretrainedBase(tokenizer, model), validationNats);
          }

          @Override
          public void diverged() {
            diverged.set(true);
          }
        });
    if (diverged.get()) {
      throw new TrainingDiverged();
    }
  }
}
