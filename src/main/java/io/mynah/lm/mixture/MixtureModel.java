package io.mynah.lm.mixture;

import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Openings;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.WordBoundaries;
import io.mynah.lm.WordFrequencies;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.List;
import java.util.Optional;

/**
 * Mixes several token models log-linearly, P ∝ ∏ pᵢ^wᵢ, together with a {@link RecencyCache} of the
 * conversation. Which exponents apply depends on the place, see {@link WeightSetSelector}. Control
 * tokens that are given and never predicted have probability 0. Thread-safe.
 */
public final class MixtureModel implements LanguageModel {
  private final Tokenizer tokenizer;
  private final List<TokenModel> parts;
  private final WeightSetSelector sets;
  private final double[][] weights;
  private final VerbatimFilter verbatim;
  private final double endFactor;
  private final Habits habits;
  private final ShortMessages shortMessages;
  private final WordFrequencies words;
  private final Openings openings;
  private final VoiceParameters.Mixture parameters;

  /** Messages of the person that the memories have learned at the start, as tokens. */
  private final List<int[]> examples;

  /** To be copied for each state. */
  private final RecencyCache emptyCache;

  /**
   * @param parts over the tokenizer's vocabulary; closed with this model
   * @param weights sets × (parts + 1), for each set of {@link WeightSetSelector} one per part and
   *     one for the recency cache, as {@link MixtureWeights} fits them
   * @param verbatim of what was learned
   * @param endFactor see {@link EndCalibration}
   * @param habits of the person
   * @param shortMessages the person's
   * @param words of the whole chat
   * @param parameters those that the weights were fitted with
   */
  public MixtureModel(
      Tokenizer tokenizer,
      List<TokenModel> parts,
      double[][] weights,
      VerbatimFilter verbatim,
      double endFactor,
      Habits habits,
      ShortMessages shortMessages,
      WordFrequencies words,
      VoiceParameters parameters) {
    this.tokenizer = tokenizer;
    this.parts = List.copyOf(parts);
    this.weights = weights;
    this.verbatim = verbatim;
    this.endFactor = endFactor;
    this.habits = habits;
    this.shortMessages = shortMessages;
    this.words = words;
    openings = Openings.NONE;
    this.parameters = parameters.mixture();
    examples = List.of();
    emptyCache = new RecencyCache(parameters.cache());
    for (TokenModel part : parts) {
      if (part.vocabulary() != tokenizer.size()) {
        throw new IllegalArgumentException("a vocabulary of " + part.vocabulary());
      }
    }
    sets = new WeightSetSelector(parts.get(0), tokenizer, parameters.cache());
    if (weights.length != sets.count()) {
      throw new IllegalArgumentException(weights.length + " sets of weights");
    }
    for (double[] each : weights) {
      if (each.length != parts.size() + 1) {
        throw new IllegalArgumentException(each.length + " weights");
      }
    }
  }

  /** A variant of a model, which shares with it what is not given. */
  private MixtureModel(
      MixtureModel other,
      List<TokenModel> parts,
      double[][] weights,
      List<int[]> examples,
      RecencyCache emptyCache,
      Openings openings) {
    this.parts = parts;
    this.weights = weights;
    this.examples = examples;
    this.emptyCache = emptyCache;
    this.openings = openings;
    tokenizer = other.tokenizer;
    sets = other.sets;
    verbatim = other.verbatim;
    endFactor = other.endFactor;
    habits = other.habits;
    shortMessages = other.shortMessages;
    words = other.words;
    parameters = other.parameters;
  }

  /** The same with openings of {@link #networks}; only one of both is to be closed. */
  public MixtureModel with(Openings known) {
    return new MixtureModel(this, parts, weights, examples, emptyCache, known);
  }

  private MixtureModel speaking(double[][] spokenWeights, List<int[]> given) {
    List<TokenModel> spoken =
        parts.stream()
            .map(part -> part instanceof NGramModel ngram ? ngram.speaking() : part)
            .toList();
    return new MixtureModel(this, spoken, spokenWeights, given, emptyCache.speaking(), openings);
  }

  List<TokenModel> parts() {
    return parts;
  }

  /** The exponents, sets × (parts + 1); not to be changed. */
  public double[][] weights() {
    return weights;
  }

  VerbatimFilter verbatim() {
    return verbatim;
  }

  @Override
  public double endFactor() {
    return endFactor;
  }

  @Override
  public Habits habits() {
    return habits;
  }

  @Override
  public ShortMessages shortMessages() {
    return shortMessages;
  }

  @Override
  public WordFrequencies wordFrequencies() {
    return words;
  }

  @Override
  public Openings openings() {
    return openings;
  }

  @Override
  public MixtureModel speaking() {
    return speaking(List.of());
  }

  /**
   * {@inheritDoc}
   *
   * <p>What everybody writes is the safest guess, but not typical of the person: a model that
   * relies on it sounds like the chat. So a part of the whole chat's exponent moves to the person's
   * model. Nothing is learned from the person's own messages of a conversation, since they are the
   * model's own: its memories and the cache would make it say the same words again and again.
   */
  @Override
  public MixtureModel speaking(List<String> examples) {
    List<int[]> encoded = examples.stream().map(this::own).toList();
    int everyone = everyone();
    if (everyone < 0) {
      return speaking(weights, encoded);
    }
    double[][] shiftedWeights = weights.clone();
    shiftedWeights[0] = weights[0].clone(); // the common set
    double moved = Math.min(parameters.accent(), Math.max(0, weights[0][everyone]));
    shiftedWeights[0][0] += moved;
    shiftedWeights[0][everyone] -= moved;
    return speaking(shiftedWeights, encoded);
  }

  /** One of the person's own messages as tokens. */
  private int[] own(String text) {
    int[] inner = tokenizer.encode(text);
    int[] tokens = new int[inner.length + 2];
    tokens[0] = ControlTokens.OWN;
    System.arraycopy(inner, 0, tokens, 1, inner.length);
    tokens[tokens.length - 1] = ControlTokens.END;
    return tokens;
  }

  /**
   * The index of the whole chat's n-gram model, the person's being the first; −1 if there is none.
   */
  private int everyone() {
    for (int part = 1; part < parts.size(); part++) {
      if (parts.get(part) instanceof NGramModel ngram && ngram.everyone()) {
        return part;
      }
    }
    return -1;
  }

  @Override
  public boolean repeats(String message) {
    return verbatim.matches(message);
  }

  /** {@inheritDoc} It is that of one of its parts. */
  @Override
  public Optional<String> base() {
    return parts.stream().flatMap(part -> part.base().stream()).findFirst();
  }

  @Override
  public List<TokenModel> networks() {
    return networks(parts);
  }

  /** The networks of some parts. */
  static List<TokenModel> networks(List<TokenModel> parts) {
    return parts.stream().flatMap(part -> part.networks().stream()).toList();
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public int vocabulary() {
    return tokenizer.size();
  }

  @Override
  public boolean knows(String word) {
    return !WordBoundaries.anyIn(word) || hasSeen(word);
  }

  @Override
  public boolean hasSeen(int[] tokens) {
    boolean hasNGrams = false;
    for (TokenModel part : parts) {
      if (part instanceof NGramModel ngram) {
        if (ngram.knows(tokens)) {
          return true;
        }
        hasNGrams = true;
      }
    }
    return !hasNGrams;
  }

  @Override
  public State start() {
    State[] states = parts.stream().map(TokenModel::start).toArray(State[]::new);
    for (int[] example : examples) {
      for (State state : states) {
        state.learnFrom(example);
      }
    }
    return new MixtureState(
        sets, states, weights, emptyCache.copy(), parameters.rate(), vocabulary());
  }

  @Override
  public void advance(List<? extends State> states, int[] tokens) {
    for (int i = 0; i < states.size(); i++) {
      mixture(states.get(i)).take(tokens[i]);
    }
    for (int part = 0; part < parts.size(); part++) {
      parts.get(part).advance(ofPart(part, states), tokens);
    }
  }

  @Override
  public void logProbabilities(List<? extends State> states, float[][] out) {
    for (int part = 0; part < parts.size(); part++) {
      int number = part;
      float[][] columns =
          states.stream().map(state -> mixture(state).column(number)).toArray(float[][]::new);
      parts.get(part).logProbabilities(ofPart(part, states), columns);
    }
    for (int i = 0; i < states.size(); i++) {
      mixture(states.get(i)).mixColumns(out[i]);
    }
  }

  /**
   * {@inheritDoc} All parts but the first read ahead; the first one's matched context selects the
   * exponents.
   */
  @Override
  public void read(List<? extends State> states, int[][] tokens, float[][][] out) {
    float[][][][] logs = new float[parts.size()][tokens.length][][];
    for (int part = 1; part < logs.length; part++) {
      for (int i = 0; i < tokens.length; i++) {
        logs[part][i] = new float[tokens[i].length][vocabulary()];
      }
      parts.get(part).read(ofPart(part, states), tokens, logs[part]);
    }
    for (int i = 0; i < tokens.length; i++) {
      MixtureState state = mixture(states.get(i));
      for (int j = 0; j < tokens[i].length; j++) {
        state.take(tokens[i][j]);
        state.part(0).advance(tokens[i][j]);
        state.part(0).logProbabilities(state.column(0));
        for (int part = 1; part < logs.length; part++) {
          System.arraycopy(logs[part][i][j], 0, state.column(part), 0, vocabulary());
        }
        state.mixColumns(out[i][j]);
      }
    }
  }

  private static List<State> ofPart(int part, List<? extends State> states) {
    return states.stream().map(state -> mixture(state).part(part)).toList();
  }

  private static MixtureState mixture(State state) {
    if (state instanceof MixtureState mixture) {
      return mixture;
    }
    throw new IllegalArgumentException("a state of another model");
  }

  @Override
  public long sizeInBytes() {
    return tokenizer.sizeInBytes()
        + verbatim.sizeInBytes()
        + shortMessages.sizeInBytes()
        + words.sizeInBytes()
        + openings.sizeInBytes()
        + parts.stream().mapToLong(TokenModel::sizeInBytes).sum();
  }

  @Override
  public void close() {
    parts.forEach(TokenModel::close);
  }
}
