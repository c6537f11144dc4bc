package io.mynah.lm.training;

import static java.util.Objects.requireNonNull;

import io.mynah.lm.BaseSource;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the neural model of a person. With a base there are two parts: the first learns from the
 * whole chat, for its topics and style, the second from the person. Without a base there is one
 * part, on the person's messages and the messages just before them. For one thread.
 */
final class NeuralStage implements AutoCloseable {
  private final NeuralLearner learner;
  private final BaseSelection selection;
  private final ConversationEncoder encoder;
  private final DataSplit split;
  private final long seed;
  private final CheckpointFiles checkpoints;
  private final TrainingMonitor monitor;
  private final VoiceParameters.Lessons lessons;
  private @Nullable Part chat;
  private @Nullable Part person;

  NeuralStage(
      NeuralLearner learner,
      BaseSelection selection,
      ConversationEncoder encoder,
      DataSplit split,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor,
      VoiceParameters.Lessons lessons) {
    this.learner = learner;
    this.selection = selection;
    this.encoder = encoder;
    this.split = split;
    this.seed = seed;
    this.checkpoints = checkpoints;
    this.monitor = monitor;
    this.lessons = lessons;
  }

  /**
   * Learns what comes before the person, so that {@link #next} may be called.
   *
   * @param from the progress of the whole training at the beginning of this stage
   */
  void begin(Duration budget, double from) throws TrainingCancelled {
    Duration learnerBudget = part(budget, lessons.learning());
    BaseSource source = selection.base();
    TokenModel base = source == null ? null : source.get().network();
    if (base == null) {
      TokenStream training = encoder.conversation(split.before(), lessons.others());
      TokenStream judged = encoder.conversation(split.after(), 0).first(lessons.judgedTokens());
      Span span = new Span(from, 1 - from, Duration.ZERO);
      person = new Part("neural", null, training, judged, learnerBudget, span);
      return;
    }
    TokenStream judged = encoder.person(split.after(), 0, lessons).first(lessons.judgedTokens());
    double share = encoder.othersSpeak(split.before()) ? lessons.chat() : 0;
    double middle = from + (1 - from) * share;
    Duration chatBudget = part(learnerBudget, share);
    Duration rest = learnerBudget.minus(chatBudget);
    TokenModel initial = base;
    if (share > 0) {
      TokenStream training = encoder.everyone(split.before()).last(lessons.chatTokens());
      Span span = new Span(from, middle - from, rest);
      Part first = new Part("chat", base, training, judged, chatBudget, span);
      chat = first;
      initial = first.learnToTheEnd().orElse(base);
    }
    TokenStream training = encoder.person(split.before(), lessons.others(), lessons);
    Span span = new Span(middle, 1 - middle, Duration.ZERO);
    person = new Part("person", initial, training, judged, rest, span);
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }

  /**
   * Learns from the person until there is a better model, which is valid until the next call.
   *
   * @return empty when the training has ended
   */
  Optional<TokenModel> next() throws TrainingCancelled {
    return requireNonNull(person).next();
  }

  @Override
  public void close() {
    for (Part each : new Part[] {person, chat}) {
      if (each != null) {
        each.close();
      }
    }
  }

  /**
   * The place of a part in the whole training.
   *
   * @param from the progress of the whole training at the beginning of the part
   * @param share of the whole training's progress
   * @param after the time that the following parts take
   */
  private record Span(double from, double share, Duration after) {}

  /** Trains one part and keeps its best model. */
  private final class Part implements TrainingMonitor, AutoCloseable {
    private final Span span;
    private final NeuralTraining training;
    private boolean ended;
    private @Nullable TokenModel best;

    Part(
        String name,
        @Nullable TokenModel initial,
        TokenStream text,
        TokenStream judged,
        Duration budget,
        Span span) {
      this.span = span;
      CheckpointFiles files = checkpoints.within(name);
      int vocabulary = selection.tokenizer().size();
      training =
          learner.begin(
              new LearningTask(vocabulary, initial, text, judged, budget, seed, files), this);
    }

    @Override
    public boolean cancelled() {
      return monitor.cancelled();
    }

    @Override
    public void progress(double fraction, Duration remaining) {
      monitor.progress(span.from() + span.share() * fraction, remaining.plus(span.after()));
    }

    Optional<TokenModel> next() throws TrainingCancelled {
      Optional<NeuralTraining.Epoch> epoch = training.next();
      if (epoch.isPresent()) {
        closeBest();
        best = epoch.get().model();
      }
      return epoch.map(NeuralTraining.Epoch::model);
    }

    /** Returns the best model, if there is one. */
    Optional<TokenModel> learnToTheEnd() throws TrainingCancelled {
      while (next().isPresent()) {
        // The best model is kept.
      }
      endTraining();
      return Optional.ofNullable(best);
    }

    private void endTraining() {
      if (!ended) {
        ended = true;
        training.close();
      }
    }

    private void closeBest() {
      if (best != null) {
        best.close();
        best = null;
      }
    }

    @Override
    public void close() {
      endTraining();
      closeBest();
    }
  }
}
