package io.mynah.lm.training;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Trains the neural model of a person. With a base there are two parts: the first learns from the
 * whole chat, for its topics and style, the second from the person. Without a base there is one
 * part, on the person's messages and the messages just before them. For one thread.
 */
final class NeuralStage {
  private final NeuralLearner learner;
  private final BaseSelection selection;
  private final ConversationEncoder encoder;
  private final DataSplit split;
  private final long seed;
  private final CheckpointFiles checkpoints;
  private final TrainingMonitor monitor;
  private final CandidateSelection candidates;
  private final VoiceParameters.Lessons lessons;

  NeuralStage(
      NeuralLearner learner,
      BaseSelection selection,
      ConversationEncoder encoder,
      DataSplit split,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor,
      CandidateSelection candidates,
      VoiceParameters.Lessons lessons) {
    this.learner = learner;
    this.selection = selection;
    this.encoder = encoder;
    this.split = split;
    this.seed = seed;
    this.checkpoints = checkpoints;
    this.monitor = monitor;
    this.candidates = candidates;
    this.lessons = lessons;
  }

  /**
   * Trains the model and publishes the mixtures with it.
   *
   * @param from the progress of the whole training at the beginning of this stage
   */
  void learn(Duration budget, double from) throws TrainingCancelled {
    Duration learnerBudget = part(budget, lessons.learning());
    TokenModel base = selection.network();
    if (base == null) {
      TokenStream training = encoder.conversation(split.before(), lessons.others());
      TokenStream judged = encoder.conversation(split.after(), 0).first(lessons.judgedTokens());
      try (Part person = new Part(from, 1 - from, Duration.ZERO, true)) {
        part("neural", null, training, judged, learnerBudget, person);
      }
      return;
    }
    TokenStream judged = encoder.person(split.after(), 0, lessons).first(lessons.judgedTokens());
    double share = encoder.othersSpeak(split.before()) ? lessons.chat() : 0;
    double middle = from + (1 - from) * share;
    Duration chatBudget = part(learnerBudget, share);
    Duration rest = learnerBudget.minus(chatBudget);
    try (Part chat = new Part(from, middle - from, rest, false);
        Part person = new Part(middle, 1 - middle, Duration.ZERO, true)) {
      if (share > 0) {
        TokenStream training = encoder.everyone(split.before()).last(lessons.chatTokens());
        part("chat", base, training, judged, chatBudget, chat);
      }
      TokenModel initialModel = chat.best == null ? base : chat.best;
      part(
          "person",
          initialModel,
          encoder.person(split.before(), lessons.others(), lessons),
          judged,
          rest,
          person);
    }
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }

  private void part(
      String name,
      @Nullable TokenModel initial,
      TokenStream training,
      TokenStream judged,
      Duration budget,
      Part observer)
      throws TrainingCancelled {
    CheckpointFiles files = checkpoints.within(name);
    int vocabulary = selection.tokenizer().size();
    learner.learn(
        new LearningTask(vocabulary, initial, training, judged, budget, seed, files), observer);
    if (observer.cancelled) {
      throw new TrainingCancelled();
    }
  }

  /** Observes one part, keeps its best model, and publishes the models that improve the mixture. */
  private final class Part implements NeuralLearner.Observer, AutoCloseable {
    private final double from;
    private final double share;
    private final Duration after;
    private final boolean publishing;
    private @Nullable TokenModel best;
    private boolean cancelled;

    /**
     * @param from the progress of the whole training at the beginning of the part
     * @param share of the whole training's progress
     * @param after the time that the following parts take
     * @param publishing whether its models may be published; judging them takes time from learning
     */
    Part(double from, double share, Duration after, boolean publishing) {
      this.from = from;
      this.share = share;
      this.after = after;
      this.publishing = publishing;
    }

    @Override
    public boolean cancelled() {
      cancelled = cancelled || monitor.cancelled();
      return cancelled;
    }

    @Override
    public void progress(double fraction, Duration remaining) {
      monitor.progress(from + share * fraction, remaining.plus(after));
    }

    @Override
    public void epoch(TokenModel network, double validationNats) {
      close();
      best = network;
      if (!publishing) {
        return;
      }
      try {
        candidates.network(network);
      } catch (TrainingCancelled e) {
        cancelled = true; // the learner checks it next and ends
      }
    }

    /** Closes the best model. */
    @Override
    public void close() {
      if (best != null) {
        best.close();
        best = null;
      }
    }
  }
}
