package io.mynah.lm.training;

import static java.util.Objects.requireNonNull;

import io.mynah.domain.Length;
import io.mynah.lm.BaseSource;
import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Openings;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.WordFrequencies;
import io.mynah.lm.mixture.EndCalibration;
import io.mynah.lm.mixture.MixtureModel;
import io.mynah.lm.mixture.MixtureWeights;
import io.mynah.lm.mixture.Observation;
import io.mynah.lm.mixture.PackedLogs;
import io.mynah.lm.mixture.ValidationSample;
import io.mynah.lm.mixture.VerbatimFilter;
import io.mynah.lm.mixture.WeightSetSelector;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes candidates: mixtures of each model of a training with the training's n-gram models, judged
 * on the validation sample. For one thread.
 */
final class CandidateSelection {
  /** How the sample of a candidate is drawn: quickly, since the first voice waits for it. */
  private static final double TOP_P = 0.95;

  private static final int CANDIDATES = 4;

  private final TrainingData data;
  private final BaseSelection selection;
  private final MessageGenerator generator;

  /** For the first candidate, which is made quickly. */
  private final ValidationSample firstSample;

  private final ValidationSample sample;
  private final TrainingMonitor monitor;
  private final long seed;
  private final VoiceParameters parameters;
  private Habits habits = Habits.PLAIN;
  private ShortMessages shortMessages = ShortMessages.NONE;
  private WordFrequencies words = WordFrequencies.NONE;

  /** Over which openings are averaged; null before {@link #replace}. */
  private @Nullable ConversationSample conversations;

  private Openings ofBase = Openings.NONE;

  /** The n-gram models that are mixed. */
  private final List<TokenModel> ngrams = new ArrayList<>();

  private final List<PackedLogs> judgedLogs = new ArrayList<>();

  /** The model of the person's own messages, counted without the validation slice. */
  private @Nullable NGramModel firstJudged;

  private VerbatimFilter verbatimFilter;
  private double bestBits = Double.POSITIVE_INFINITY;
  private int samples;

  CandidateSelection(
      TrainingData data,
      BaseSelection selection,
      MessageGenerator generator,
      ValidationSample firstSample,
      ValidationSample sample,
      TrainingMonitor monitor,
      long seed,
      VoiceParameters parameters) {
    this.data = data;
    this.selection = selection;
    this.generator = generator;
    this.firstSample = firstSample;
    this.sample = sample;
    this.monitor = monitor;
    this.seed = seed;
    this.parameters = parameters;
    verbatimFilter = VerbatimFilter.of(selection.tokenizer(), parameters.verbatim());
  }

  /**
   * Sets the n-gram models, and mixes them.
   *
   * @param learned counted without the validation slice
   * @param theirs the person's habits
   * @param verbatim what must not be repeated
   */
  Candidate ngrams(List<NGramModel> learned, Habits theirs, VerbatimFilter verbatim)
      throws TrainingCancelled {
    habits = theirs;
    verbatimFilter = verbatim;
    firstJudged = learned.get(0);
    ngrams.addAll(learned);
    Judged judged = judge(ngrams, logs(firstSample), firstSample);
    return new Candidate(
        judged.mixture(), VoiceTrainer.N_GRAM, judged.bits(), true, true, sample(judged.mixture()));
  }

  /**
   * Judges the n-gram models on the whole sample, and mixes instead of them models that are counted
   * over everything, which all later mixtures use too.
   *
   * @param whole the same models counted over the validation slice too, so it cannot judge them
   * @param theirShort the person's short messages, which take a second to collect
   * @param theirWords those of the chat
   * @param theirConversations some of the chat, over which openings are averaged
   */
  Candidate replace(
      List<NGramModel> whole,
      ShortMessages theirShort,
      WordFrequencies theirWords,
      ConversationSample theirConversations)
      throws TrainingCancelled {
    shortMessages = theirShort;
    words = theirWords;
    conversations = theirConversations;
    judgedLogs.addAll(logs(sample));
    Judged judged = judge(ngrams, judgedLogs, sample);
    bestBits = judged.bits();
    ngrams.clear();
    ngrams.addAll(whole);
    MixtureModel model = mixture(ngrams, judged.mixture().weights(), judged.mixture().endFactor());
    return new Candidate(model, VoiceTrainer.N_GRAM, bestBits, false, true, null);
  }

  /** Asks the base, if there is one, what it finds likely on average; before any network. */
  void askBase() throws TrainingCancelled {
    BaseSource source = selection.base();
    if (source != null) {
      TokenModel base = source.get().network();
      requireNonNull(conversations).addWritten(base, seed);
      ofBase = requireNonNull(conversations).openings(base);
    }
  }

  /** What the n-gram models give for a sample. */
  private List<PackedLogs> logs(ValidationSample places) throws TrainingCancelled {
    List<PackedLogs> logs = new ArrayList<>();
    for (TokenModel each : ngrams) {
      logs.add(places.logProbabilities(each, monitor::cancelled));
    }
    return logs;
  }

  /** Mixes a network with the n-gram models. */
  Candidate network(TokenModel network) throws TrainingCancelled {
    List<PackedLogs> columns = new ArrayList<>(judgedLogs);
    columns.add(sample.logProbabilities(network, monitor::cancelled));
    List<TokenModel> parts = new ArrayList<>(ngrams);
    parts.add(network);
    Judged judged = judge(parts, columns, sample);
    boolean noWorse = judged.bits() <= bestBits;
    bestBits = noWorse ? judged.bits() : bestBits;
    MixtureModel model = noWorse ? judged.mixture().with(openings(network)) : judged.mixture();
    return new Candidate(model, VoiceTrainer.NEURAL, judged.bits(), false, noWorse, sample(model));
  }

  private Openings openings(TokenModel network) throws TrainingCancelled {
    List<TokenModel> networks = network.networks();
    if (networks.isEmpty()) {
      return Openings.NONE;
    }
    Openings own = requireNonNull(conversations).openings(networks.get(0));
    return networks.size() == 1 ? own : Openings.join(List.of(own, ofBase));
  }

  private record Judged(MixtureModel mixture, double bits) {}

  private Judged judge(List<TokenModel> parts, List<PackedLogs> columns, ValidationSample places)
      throws TrainingCancelled {
    WeightSetSelector sets =
        new WeightSetSelector(ngrams.get(0), selection.tokenizer(), parameters.cache());
    List<Observation> seen =
        places.observe(
            columns, requireNonNull(firstJudged), sets, parameters.cache(), monitor::cancelled);
    int width = parts.size() + 1;
    VoiceParameters.Mixture mixture = parameters.mixture();
    double bits =
        places.bitsPerCharacter(MixtureWeights.bitsOfUnseen(seen, sets.count(), width, mixture));
    double[][] weights = MixtureWeights.fit(seen, sets.count(), width, mixture);
    double endFactor = endFactor(seen, mixture(parts, weights, 1).speaking().weights());
    return new Judged(mixture(parts, weights, endFactor), bits);
  }

  private MixtureModel mixture(List<TokenModel> parts, double[][] weights, double endFactor) {
    return new MixtureModel(
        selection.tokenizer(),
        parts,
        weights,
        verbatimFilter,
        endFactor,
        habits,
        shortMessages,
        words,
        parameters);
  }

  private double endFactor(List<Observation> seen, double[][] weights) {
    double[] exponents = new double[weights[0].length];
    double[] ends = new double[seen.size()];
    boolean[] came = new boolean[seen.size()];
    for (int i = 0; i < ends.length; i++) {
      WeightSetSelector.sum(weights, seen.get(i).sets(), exponents);
      ends[i] = seen.get(i).probabilityOfEnd(exponents);
      came[i] = seen.get(i).target() == seen.get(i).end();
    }
    return EndCalibration.factor(ends, came, parameters.mixture());
  }

  private @Nullable String sample(LanguageModel model) {
    GenerationOptions options =
        new GenerationOptions(
            1, SamplingRule.of(parameters.sampling(), TOP_P, CANDIDATES), Length.NATURAL);
    SplittableRandom random = new SplittableRandom(seed + samples++);
    List<String> messages = generator.speak(model, data.person(), List.of(), options, random);
    return messages.isEmpty() ? null : messages.get(0);
  }
}
