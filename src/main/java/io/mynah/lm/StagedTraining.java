package io.mynah.lm;

import io.mynah.domain.Length;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.Control;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One training of a {@link StagedTrainer}. The data is cut in time: models learn from the first
 * nine tenths of the person's messages, mixing weights are fitted and bits measured on the rest.
 * Only then is the n-gram model that is published counted again over both, which takes a moment and
 * can only help. For one thread.
 */
final class StagedTraining {
  /** Tokens of the longest n-gram, of the person's own messages and of the whole chat's. */
  private static final int ORDER = 6;

  private static final int CHAT_ORDER = 4;

  /** UTF-16 units of the chat that are counted, the last ones; bounds time and memory. */
  private static final long MOST_OF_CHAT = 5_000_000;

  private static final long MOST_OF_OWN = 5_000_000;

  /** How many predictions are judged after each epoch; a neural model takes a second or two. */
  static final int SAMPLE = 4000;

  /** The share of the progress that stands for the n-gram stage, which takes seconds. */
  private static final double NGRAM_SHARE = 0.03;

  /** How much the others' tokens count in the neural model's loss: they teach it the language. */
  private static final float OTHERS = 0.3f;

  /** The part of the time left that is the learner's; the rest goes to judging its epochs. */
  private static final double NEURAL_SHARE = 0.9;

  /** Characters to a learned piece, about; fewer pieces from a short text are better known. */
  private static final int TEXT_PER_PIECE = 200;

  private static final int FEWEST_TOKENS = 512;
  private static final int MOST_TOKENS = 2000;

  private final LearningSet data;
  private final Split split;
  private final boolean hasOthers;
  private final long seed;
  private final Path checkpoints;
  private final TrainingMonitor monitor;
  private final BpeTokenizer tokenizer;
  private final Dialogue dialogue;
  private final ValidationSample sample;

  /** The n-gram models of both slices, and what those of the first gave the sample's tokens. */
  private final List<TokenModel> ngrams = new ArrayList<>();

  private final List<float[]> judged = new ArrayList<>();
  private int[] contexts = {};
  private double bestBits = Double.POSITIVE_INFINITY;

  StagedTraining(
      LearningSet data, Duration budget, long seed, Path checkpoints, TrainingMonitor monitor)
      throws TrainingCancelled {
    this.data = data;
    this.seed = seed;
    this.checkpoints = checkpoints;
    this.monitor = monitor;
    goOn(0, budget);
    split = Split.of(data.turns(), data.person());
    hasOthers = Split.count(split.before(), data.person()) < split.before().size();
    tokenizer = tokenizer();
    dialogue = new Dialogue(tokenizer, data.person());
    sample = new ValidationSample(dialogue, split.after(), SAMPLE);
    goOn(NGRAM_SHARE / 3, budget);
  }

  /** The first stage: learns the n-gram models and publishes them. */
  void learnNGrams(Speaker speaker, Duration budget) throws TrainingCancelled {
    int[] chat = hasOthers ? dialogue.allMessages(last(data.turns(), MOST_OF_CHAT)) : new int[0];
    List<NGramModel> learned = count(split.before(), withoutLast(chat, split.after().size()));
    goOn(NGRAM_SHARE / 2, budget);
    for (NGramModel each : learned) {
      judged.add(sample.probabilities(each, monitor::cancelled));
    }
    contexts = sample.contexts(learned.get(0));
    ngrams.addAll(count(data.turns(), chat));
    goOn(NGRAM_SHARE, budget);
    MixtureWeights fitted = fit(judged);
    MixtureModel model = new MixtureModel(tokenizer, ngrams, fitted.weights());
    say(speaker, model, 0);
    publish(model, "n-gram", sample.bitsPerCharacter(fitted.bits()));
  }

  /** The second stage: trains a neural model and publishes the mixtures that are no worse. */
  void learnNeural(NeuralLearner learner, Speaker speaker, Duration budget)
      throws TrainingCancelled {
    Epochs epochs = new Epochs(speaker);
    learner.learn(
        new Lesson(
            tokenizer.size(),
            null,
            dialogue.conversation(split.before(), OTHERS),
            dialogue.conversation(split.after(), 0),
            Duration.ofNanos((long) (budget.toNanos() * NEURAL_SHARE)),
            seed,
            checkpoints.resolve("neural")),
        epochs);
    if (epochs.cancelled) {
      throw new TrainingCancelled();
    }
  }

  /** The memory of what the person wrote, and, where others speak too, of the whole chat. */
  private List<NGramModel> count(List<Turn> turns, int[] chat) throws TrainingCancelled {
    stopIfCancelled();
    List<Turn> own = turns.stream().filter(dialogue::isOwn).toList();
    int[] messages = dialogue.ownMessages(last(own, MOST_OF_OWN));
    NGramModel memory = NGramModel.learn(tokenizer.size(), false, messages, ORDER);
    stopIfCancelled();
    return hasOthers
        ? List.of(memory, NGramModel.learn(tokenizer.size(), true, chat, CHAT_ORDER))
        : List.of(memory);
  }

  /** The messages without the last ones. */
  private static int[] withoutLast(int[] messages, int count) {
    int length = messages.length;
    for (int left = count; left > 0 && length > 0; left--) {
      do {
        length--;
      } while (messages[length] != Control.OWN);
    }
    return Arrays.copyOf(messages, length);
  }

  /** The last turns that have so much text together, one at least. */
  private static List<Turn> last(List<Turn> turns, long most) {
    int first = turns.size();
    for (long length = 0; first > 0 && length < most; first--) {
      length += turns.get(first - 1).text().length();
    }
    return turns.subList(first, turns.size());
  }

  private MixtureWeights fit(List<float[]> columns) {
    return MixtureWeights.fit(columns, contexts, MixtureModel.contexts(ngrams.get(0)));
  }

  /** Publishes a model unless it is worse than the last one, and closes it. */
  private void publish(MixtureModel model, String stage, double bits) {
    try (model) {
      if (bits <= bestBits) {
        bestBits = bits;
        monitor.improved(model, stage, bits);
      }
    }
  }

  private void say(Speaker speaker, LanguageModel model, int epoch) {
    SpeakOptions options = new SpeakOptions(1, 0.8, 0.95, Length.NATURAL);
    SplittableRandom random = new SplittableRandom(seed + epoch);
    speaker.speak(model, data.person(), List.of(), options, random).forEach(monitor::sample);
  }

  private void goOn(double fraction, Duration remaining) throws TrainingCancelled {
    stopIfCancelled();
    monitor.progress(fraction, remaining);
  }

  private void stopIfCancelled() throws TrainingCancelled {
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
  }

  /** The tokenizer that a training cut off has left, else a new one. */
  private BpeTokenizer tokenizer() {
    Path file = checkpoints.resolve("tokenizer");
    if (Files.isRegularFile(file)) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        return BpeTokenizer.read(in);
      } catch (IOException damaged) {
        // Learned again below; it takes a second.
      }
    }
    BpeTokenizer learned = learnTokenizer();
    try {
      keep(learned, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a checkpoint", e);
    }
    return learned;
  }

  private BpeTokenizer learnTokenizer() {
    List<String> texts =
        split.before().stream()
            .filter(turn -> turn.speaker().equals(data.person()))
            .map(Turn::text)
            .toList();
    long length = texts.stream().mapToLong(String::length).sum();
    long size = Math.max(FEWEST_TOKENS, Math.min(MOST_TOKENS, length / TEXT_PER_PIECE));
    return new BpeTrainer((int) size).train(texts);
  }

  private static void keep(BpeTokenizer tokenizer, Path file) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path unfinished = Files.createTempFile(folder, "tokenizer", null);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
      tokenizer.write(out);
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Hears the learner, judges each epoch's model in the mixture, and publishes what is better. */
  private final class Epochs implements NeuralLearner.Observer {
    private final Speaker speaker;
    private int epoch;
    private boolean cancelled;

    Epochs(Speaker speaker) {
      this.speaker = speaker;
    }

    @Override
    public boolean cancelled() {
      cancelled = cancelled || monitor.cancelled();
      return cancelled;
    }

    @Override
    public void progress(double fraction, Duration remaining) {
      monitor.progress(NGRAM_SHARE + (1 - NGRAM_SHARE) * fraction, remaining);
    }

    @Override
    public void epoch(TokenModel neural, double validationNats) {
      epoch++;
      List<float[]> columns = new ArrayList<>(judged);
      try {
        columns.add(sample.probabilities(neural, this::cancelled));
      } catch (TrainingCancelled e) {
        neural.close();
        return; // the learner asks next, and ends
      }
      MixtureWeights fitted = fit(columns);
      List<TokenModel> parts = new ArrayList<>(ngrams);
      parts.add(neural);
      MixtureModel model = new MixtureModel(tokenizer, parts, fitted.weights());
      say(speaker, model, epoch);
      publish(model, "neural", sample.bitsPerCharacter(fitted.bits()));
    }
  }
}
