package io.mynah.app.benchmark;

import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * A learner that measures the speed of another one, without the time of those who ask for models.
 * For one thread.
 */
final class TimedLearner implements NeuralLearner {
  private final NeuralLearner learner;
  private long tokens;
  private long nanos;

  TimedLearner(NeuralLearner learner) {
    this.learner = learner;
  }

  /** Tokens a second over all trainings that were closed; 0 if there was none. */
  double tokensPerSecond() {
    return nanos == 0 ? 0 : tokens / (nanos / 1e9);
  }

  @Override
  public NeuralTraining begin(LearningTask task, TrainingMonitor monitor) {
    long start = System.nanoTime();
    NeuralTraining training = learner.begin(task, monitor);
    nanos += System.nanoTime() - start;
    return new Timed(training);
  }

  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    learner.write(model, out);
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    return learner.read(in);
  }

  private final class Timed implements NeuralTraining {
    private final NeuralTraining training;

    Timed(NeuralTraining training) {
      this.training = training;
    }

    @Override
    public Optional<Epoch> next() throws TrainingCancelled {
      long start = System.nanoTime();
      Optional<Epoch> next = training.next();
      nanos += System.nanoTime() - start;
      return next;
    }

    @Override
    public long tokens() {
      return training.tokens();
    }

    @Override
    public boolean diverged() {
      return training.diverged();
    }

    @Override
    public void close() {
      tokens += training.tokens();
      training.close();
    }
  }
}
