package io.mynah.lm.evaluation;

import io.mynah.domain.PersonKey;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.training.DataSplit;
import io.mynah.lm.training.FirstModelTimer;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.lm.training.VoiceTraining;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Evaluates a trainer on one person of a chat: it learns from the first nine tenths of the person's
 * messages, and the last tenth is scored. Thread-safe.
 */
public final class Evaluation {
  /** How many messages are generated. */
  public static final int GENERATED = 600;

  private static final long NANOS = 1_000_000_000;

  private final VoiceTrainer trainer;
  private final ModelFormat format;
  private final MessageGenerator generator;

  /**
   * The input of an evaluation.
   *
   * @param turns everyone's, in order of time
   * @param person whose messages are held out
   * @param budget of the training
   * @param validation whether to score the end of the learning set instead of the held-out
   *     messages, which are then not used; for tuning
   * @param speaking how messages are generated; its count is ignored
   * @param checkpoints an empty folder
   */
  public record Request(
      List<Turn> turns,
      PersonKey person,
      Duration budget,
      boolean validation,
      long seed,
      GenerationOptions speaking,
      Path checkpoints) {
    public Request {
      turns = List.copyOf(turns);
    }
  }

  /**
   * An answer of the model in a real conversation.
   *
   * @param exchange the context that was given, and the person's real answer
   * @param text the model's answer, unchanged
   */
  public record Reply(Exchange exchange, String text) {}

  /**
   * The outcome of an evaluation.
   *
   * @param generated messages drawn without context, unchanged
   * @param replies messages drawn after contexts of the held-out part
   */
  public record Result(EvaluationReport report, List<String> generated, List<Reply> replies) {
    public Result {
      generated = List.copyOf(generated);
      replies = List.copyOf(replies);
    }
  }

  /** Observes the training of an evaluation. */
  public interface Watcher extends TrainingMonitor {
    /** Hears of a model that is no worse than those before. */
    void improved(String stage, double validationBits);
  }

  public Evaluation(VoiceTrainer trainer, ModelFormat format, MessageGenerator generator) {
    this.trainer = trainer;
    this.format = format;
    this.generator = generator;
  }

  /**
   * Trains on what is not held out.
   *
   * @param firstVoiceSeconds what {@link FirstModelTimer} measured, for the report
   * @param watcher observes the training, and may cancel it
   * @throws IOException when the model cannot be written
   */
  public TrainedModel train(Request request, double firstVoiceSeconds, Watcher watcher)
      throws TrainingCancelled, TooLittleText, IOException {
    LastModel last = new LastModel(format);
    long start = System.nanoTime();
    try (VoiceTraining training =
        trainer.begin(
            TrainingData.of(request.person(), split(request).before()),
            request.budget(),
            request.seed(),
            new CheckpointFolder(request.checkpoints()),
            watcher)) {
      last.takeFrom(training, watcher);
    }
    double seconds = (double) (System.nanoTime() - start) / NANOS;
    return new TrainedModel(
        last.bytes(), last.stage(), last.validationBits(), firstVoiceSeconds, seconds);
  }

  private static DataSplit split(Request request) {
    DataSplit split = DataSplit.of(request.turns(), request.person());
    return request.validation() ? DataSplit.of(split.before(), request.person()) : split;
  }

  /**
   * Scores a model and generates with it.
   *
   * @param trained by {@link #train} for the same request
   * @param replies how many answers are generated
   * @throws IOException when the model cannot be read
   */
  public Result judge(Request request, TrainedModel trained, int replies) throws IOException {
    PersonKey person = request.person();
    DataSplit split = split(request);
    try (LanguageModel model =
        format.read(new DataInputStream(new ByteArrayInputStream(trained.bytes())))) {
      Score alone = alone(model, person, split);
      Score conversation = inConversation(model, person, split);
      Generated generated = generate(model, request);
      List<String> learned = texts(split.before(), person);
      List<String> real = texts(split.after(), person);
      int asMany = Math.min(real.size(), generated.texts.size());
      EvaluationReport report =
          new EvaluationReport(
              person.value(),
              learned.size(),
              real.size(),
              alone.characters,
              alone.bitsPerCharacter(),
              conversation.bitsPerCharacter(),
              trained.firstVoiceSeconds(),
              trained.trainSeconds(),
              trained.stage(),
              trained.validationBits(),
              trained.bytes().length,
              generated.texts.size(),
              TextStatistics.copied(generated.texts, learned),
              TextStatistics.copied(real, learned),
              TextStatistics.distinct(generated.texts.subList(0, asMany)),
              TextStatistics.distinct(real.subList(0, asMany)),
              TextStatistics.meanLength(generated.texts),
              TextStatistics.meanLength(real),
              generated.millis(0.5),
              generated.millis(0.99));
      return new Result(
          report, generated.texts, reply(model, request, Exchange.of(split, person, replies)));
    }
  }

  private List<Reply> reply(LanguageModel model, Request request, List<Exchange> exchanges) {
    GenerationOptions one = request.speaking().withCount(1);
    SplittableRandom random = new SplittableRandom(request.seed());
    List<Reply> replies = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      List<String> texts =
          generator.speak(model, request.person(), exchange.context(), one, random);
      replies.add(new Reply(exchange, texts.get(0)));
    }
    return replies;
  }

  /** Scores each message with only the person's own earlier messages as context. */
  private static Score alone(LanguageModel model, PersonKey person, DataSplit split) {
    Scorer scorer = new Scorer(model, person);
    Score sum = new Score();
    for (String text : texts(split.after(), person)) {
      sum.add(scorer.score(text));
    }
    return sum;
  }

  /** Scores each message with everything that was really written before it. */
  private static Score inConversation(LanguageModel model, PersonKey person, DataSplit split) {
    Scorer scorer = new Scorer(model, person);
    int before = split.before().size();
    split
        .before()
        .subList(Math.max(0, before - VoiceParameters.defaults().context().messages()), before)
        .forEach(scorer::add);
    Score sum = new Score();
    for (Turn turn : split.after()) {
      if (turn.speaker().equals(person)) {
        sum.add(scorer.score(turn.text()));
      } else {
        scorer.add(turn);
      }
    }
    return sum;
  }

  private Generated generate(LanguageModel model, Request request) {
    GenerationOptions one = request.speaking().withCount(1);
    SplittableRandom random = new SplittableRandom(request.seed());
    Generated generated = new Generated();
    for (int i = 0; i < GENERATED; i++) {
      long start = System.nanoTime();
      // One at a time, so that a person's stock phrases come as often as they would in a chat.
      generated.texts.addAll(generator.speak(model, request.person(), List.of(), one, random));
      generated.nanos.add(System.nanoTime() - start);
    }
    return generated;
  }

  private static List<String> texts(List<Turn> turns, PersonKey person) {
    return turns.stream().filter(turn -> turn.speaker().equals(person)).map(Turn::text).toList();
  }

  /** Sums bits and characters of many messages. */
  private static final class Score {
    private double bits;
    private int characters;
    private int messages;

    void add(Scorer.Score score) {
      bits += score.bits();
      characters += score.characters();
      messages++;
    }

    double bitsPerCharacter() {
      return bits / (characters + messages);
    }
  }

  /** Generated messages and the time each took. */
  private static final class Generated {
    private final List<String> texts = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();

    double millis(double quantile) {
      List<Long> sorted = nanos.stream().sorted().toList();
      return sorted.get((int) (quantile * (sorted.size() - 1))) / 1e6;
    }
  }
}
