package io.mynah.app.benchmark;

import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * A learner that measures the speed of another one, without the time of its observer. For one
 * thread.
 */
final class TimedLearner implements NeuralLearner {
  private final NeuralLearner learner;
  private long tokens;
  private long nanos;

  TimedLearner(NeuralLearner learner) {
    this.learner = learner;
  }

  /** Tokens a second over all learning tasks so far; 0 if there was none. */
  double tokensPerSecond() {
    return nanos == 0 ? 0 : tokens / (nanos / 1e9);
  }

  @Override
  public long learn(LearningTask task, Observer observer) throws TrainingCancelled {
    Timed timed = new Timed(observer);
    long start = System.nanoTime();
    long learned = learner.learn(task, timed);
    nanos += System.nanoTime() - start - timed.judging;
    tokens += learned;
    return learned;
  }

  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    learner.write(model, out);
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    return learner.read(in);
  }

  /** An observer that measures the time of another one. */
  private static final class Timed implements Observer {
    private final Observer observer;
    private long judging;

    Timed(Observer observer) {
      this.observer = observer;
    }

    @Override
    public void diverged() {
      observer.diverged();
    }

    @Override
    public boolean cancelled() {
      return observer.cancelled();
    }

    @Override
    public void progress(double fraction, Duration remaining) {
      observer.progress(fraction, remaining);
    }

    @Override
    public void epoch(TokenModel model, double validationNats) {
      long start = System.nanoTime();
      observer.epoch(model, validationNats);
      judging += System.nanoTime() - start;
    }
  }
}
