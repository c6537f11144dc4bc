package io.mynah.lm.training;

import io.mynah.domain.Correction;
import io.mynah.domain.PersonKey;
import io.mynah.lm.BaseSource;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.EncodedMessages;
import io.mynah.lm.Habits;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.WordFrequencies;
import io.mynah.lm.mixture.ValidationSample;
import io.mynah.lm.mixture.VerbatimFilter;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.text.ControlTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link StagedTrainer}. The data is cut in time: models learn from the first part of
 * the person's messages; mixing weights are fitted and bits measured on the rest. Afterwards the
 * n-gram models are counted again over both, which takes a moment and can only help. For one
 * thread.
 */
final class StagedTraining implements AutoCloseable {
  /** The share of the progress bar for the n-gram stage, which takes seconds. */
  private static final double NGRAM_SHARE = 0.03;

  private final TrainingData data;
  private final DataSplit split;
  private final boolean hasOthers;

  /**
   * The corrections as turns. They are learned, but not used to judge by, and may be repeated
   * verbatim.
   */
  private final List<Turn> corrected;

  private final long seed;
  private final CheckpointFiles checkpoints;
  private final TrainingMonitor monitor;
  private final VoiceParameters parameters;
  private final BaseSelection selection;
  private final ConversationEncoder encoder;
  private final CandidateSelection candidates;

  /** What the n-gram models count; empty after the second candidate. */
  private EncodedMessages messages;

  private @Nullable NeuralStage network;

  StagedTraining(
      TrainingData data,
      List<BaseSource> bases,
      MessageGenerator generator,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor,
      VoiceParameters parameters)
      throws TrainingCancelled {
    this.data = data;
    this.parameters = parameters;
    this.seed = seed;
    this.checkpoints = checkpoints;
    this.monitor = monitor;
    reportProgress(0, budget);
    split = DataSplit.of(data.turns(), data.person(), parameters.validation().learned());
    hasOthers = DataSplit.count(split.before(), data.person()) < split.before().size();
    corrected = corrected();
    selection = BaseSelection.of(bases, split, data.person(), parameters, monitor::cancelled);
    encoder = new ConversationEncoder(selection.tokenizer(), data.person(), parameters.context());
    messages = new EncodedMessages(encoder);
    candidates =
        new CandidateSelection(
            data,
            selection,
            generator,
            sample(parameters.validation().firstSample()),
            sample(parameters.validation().sample()),
            monitor,
            seed,
            parameters);
    reportProgress(NGRAM_SHARE / 3, budget);
  }

  private ValidationSample sample(int tokens) {
    return new ValidationSample(encoder, split.after(), tokens);
  }

  /** Makes the first candidate: the n-gram models. */
  Candidate countNGrams(Duration budget) throws TrainingCancelled {
    int[] chat = chat();
    List<NGramModel> learned = count(split.before(), chatBefore(chat));
    reportProgress(NGRAM_SHARE / 2, budget);
    int[] own = own(data.turns());
    return candidates.ngrams(
        learned,
        Habits.of(data.turns(), data.person(), EncodedMessages.lengths(own), parameters.timing()),
        VerbatimFilter.of(selection.tokenizer(), parameters.verbatim(), chat, own));
  }

  /** Makes the second candidate: the n-gram models, counted over everything. */
  Candidate countEverything() throws TrainingCancelled {
    List<NGramModel> whole = count(data.turns(), chat());
    stopIfCancelled();
    Candidate candidate =
        candidates.replace(
            whole,
            ShortMessages.of(
                last(data.turns(), TrainingData.MOST_OF_CHAT),
                data.person(),
                selection.tokenizer(),
                parameters.timing().longestDelay()),
            WordFrequencies.of(last(data.turns(), TrainingData.MOST_OF_CHAT)),
            conversations());
    messages = new EncodedMessages(encoder);
    return candidate;
  }

  /** The tokens of the chat that are counted; none if nobody else speaks. */
  private int[] chat() {
    return hasOthers ? messages.all(counted()) : new int[0];
  }

  private List<Turn> counted() {
    return last(data.turns(), parameters.ngrams().chatText());
  }

  private ConversationSample conversations() {
    return new ConversationSample(
        encoder,
        selection.tokenizer(),
        split,
        parameters.timing().longestDelay(),
        parameters.averaging(),
        monitor::cancelled);
  }

  /**
   * The chat as counted for judging: without the validation slice, but of the same size as in the
   * end, so that weights are fitted to models like the published ones.
   */
  private int[] chatBefore(int[] chat) {
    if (!hasOthers || counted().size() == data.turns().size()) {
      return withoutLast(chat, split.after().size());
    }
    return messages.all(last(split.before(), parameters.ngrams().chatText()));
  }

  /** Asks the base what it finds likely on average; before the second stage. */
  void askBase() throws TrainingCancelled {
    candidates.askBase();
  }

  /** Begins the second stage, whose candidates {@link #nextNetwork} makes. */
  void beginNetwork(NeuralLearner learner, Duration budget) throws TrainingCancelled {
    DataSplit bounded =
        new DataSplit(last(corrected(split.before()), TrainingData.MOST_OF_CHAT), split.after());
    NeuralStage stage =
        new NeuralStage(
            learner, selection, encoder, bounded, seed, checkpoints, monitor, parameters.lessons());
    network = stage;
    stage.begin(budget, NGRAM_SHARE);
  }

  /** Makes a mixture with the next better network; empty when that is learned, or never began. */
  Optional<Candidate> nextNetwork() throws TrainingCancelled {
    if (network == null) {
      return Optional.empty();
    }
    Optional<TokenModel> better = network.next();
    return better.isEmpty() ? Optional.empty() : Optional.of(candidates.network(better.get()));
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
  }

  /**
   * Counts the n-gram model of the person's messages and, if others speak, that of the whole chat;
   * both with the corrections.
   */
  private List<NGramModel> count(List<Turn> turns, int[] chat) throws TrainingCancelled {
    int vocabulary = selection.tokenizer().size();
    VoiceParameters.NGrams ngrams = parameters.ngrams();
    stopIfCancelled();
    NGramModel ownModel =
        NGramModel.learn(vocabulary, false, own(corrected(turns)), ngrams.order(), ngrams);
    stopIfCancelled();
    if (!hasOthers) {
      return List.of(ownModel);
    }
    int[] more = messages.all(corrected);
    int[] all = Arrays.copyOf(chat, chat.length + more.length);
    System.arraycopy(more, 0, all, chat.length, more.length);
    return List.of(ownModel, NGramModel.learn(vocabulary, true, all, ngrams.chatOrder(), ngrams));
  }

  /** Each correction several times, after the message it answers if others speak at all. */
  private List<Turn> corrected() {
    List<Turn> turns = new ArrayList<>();
    for (Correction correction : data.corrections()) {
      for (int i = 0; i < parameters.ngrams().correctionCopies(); i++) {
        if (hasOthers && correction.saidTo() != null) {
          turns.add(new Turn(PersonKey.STRANGER, Instant.EPOCH, correction.saidTo()));
        }
        turns.add(new Turn(data.person(), Instant.EPOCH, correction.text()));
      }
    }
    return DataSplit.cleaned(turns);
  }

  /** Turns followed by the corrections. */
  private List<Turn> corrected(List<Turn> turns) {
    return Stream.concat(turns.stream(), corrected.stream()).toList();
  }

  private int[] own(List<Turn> turns) {
    return messages.all(
        last(turns.stream().filter(encoder::isOwn).toList(), TrainingData.MOST_OF_OWN));
  }

  /** The messages without the last {@code count}. */
  private static int[] withoutLast(int[] messages, int count) {
    int length = messages.length;
    for (int left = count; left > 0 && length > 0; left--) {
      do {
        length--;
      } while (messages[length] != ControlTokens.OWN);
    }
    return Arrays.copyOf(messages, length);
  }

  /** The last turns that have this much text together, at least one. */
  private static List<Turn> last(List<Turn> turns, long most) {
    int first = turns.size();
    for (long length = 0; first > 0 && length < most; first--) {
      length += turns.get(first - 1).text().length();
    }
    return turns.subList(first, turns.size());
  }

  /** Reports that the n-gram models are made. */
  void reportCounted(Duration remaining) throws TrainingCancelled {
    reportProgress(NGRAM_SHARE, remaining);
  }

  private void reportProgress(double fraction, Duration remaining) throws TrainingCancelled {
    stopIfCancelled();
    monitor.progress(fraction, remaining);
  }

  private void stopIfCancelled() throws TrainingCancelled {
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
  }
}
