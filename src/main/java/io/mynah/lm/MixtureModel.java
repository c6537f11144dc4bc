package io.mynah.lm;

import io.mynah.text.BpeTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Several token models mixed log-linearly: P ∝ ∏ pᵢ^wᵢ. The exponents depend on how long a context
 * the first part has seen before, when it is an {@link NGramModel}: where it knows the last tokens
 * well it is trusted more. Control tokens that are given, never predicted, have probability 0.
 * Thread-safe.
 */
final class MixtureModel implements LanguageModel {
  /** How much of the exponent of everyone's memory is the person's when the model speaks. */
  private static final double ACCENT = 0.3;

  private final BpeTokenizer tokenizer;
  private final List<TokenModel> parts;
  private final double[][] weights;
  private final Passages passages;
  private final double endFactor;

  /**
   * @param parts over the tokenizer's vocabulary; closed with this model
   * @param weights for each length of the matched context, from 0 on (see {@link #contexts}), one a
   *     part, as {@link MixtureWeights} fits them
   * @param passages of what was learned
   * @param endFactor see {@link EndCalibration}
   */
  MixtureModel(
      BpeTokenizer tokenizer,
      List<TokenModel> parts,
      double[][] weights,
      Passages passages,
      double endFactor) {
    this.tokenizer = tokenizer;
    this.parts = List.copyOf(parts);
    this.weights = weights;
    this.passages = passages;
    this.endFactor = endFactor;
    if (weights.length != contexts(parts.get(0))) {
      throw new IllegalArgumentException("weights for " + weights.length + " contexts");
    }
    for (TokenModel part : parts) {
      if (part.vocabulary() != tokenizer.size()) {
        throw new IllegalArgumentException("a vocabulary of " + part.vocabulary());
      }
    }
    for (double[] each : weights) {
      if (each.length != parts.size()) {
        throw new IllegalArgumentException(each.length + " weights");
      }
    }
  }

  /** How many sorts of contexts a first part tells apart. */
  static int contexts(TokenModel first) {
    return first instanceof NGramModel ngram ? ngram.order() : 1;
  }

  /** Which sort of context a state of the first part is in. */
  static int context(State first) {
    return first instanceof NGramState ngram ? ngram.matched() : 0;
  }

  List<TokenModel> parts() {
    return parts;
  }

  double[][] weights() {
    return weights;
  }

  Passages passages() {
    return passages;
  }

  @Override
  public BpeTokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public int vocabulary() {
    return tokenizer.size();
  }

  @Override
  public boolean knows(String word) {
    if (word.chars().noneMatch(c -> c > 0x7F || Character.isLetterOrDigit(c))) {
      return true;
    }
    int[] within = tokenizer.encode(" " + word);
    int[] first = tokenizer.encode(word);
    for (TokenModel part : parts) {
      if (part instanceof NGramModel ngram && (ngram.knows(within) || ngram.knows(first))) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is common to all is the best guess and the least telling one: whoever is judged by it
   * sounds like the chat. So some of everyone's exponent goes to the person's.
   */
  @Override
  public MixtureModel speaking() {
    int everyone = everyone();
    if (everyone < 0) {
      return this;
    }
    double[][] accented = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
    for (double[] each : accented) {
      each[0] += ACCENT;
      each[everyone] -= ACCENT;
    }
    return new MixtureModel(tokenizer, parts, accented, passages, endFactor);
  }

  @Override
  public double endFactor() {
    return endFactor;
  }

  /** The part that is everyone's memory, the first being the person's; or −1. */
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
    return passages.occurIn(message);
  }

  @Override
  public State start() {
    return new MixtureState(parts.stream().map(TokenModel::start).toArray(State[]::new));
  }

  @Override
  public void advance(List<? extends State> states, int[] tokens) {
    for (int part = 0; part < parts.size(); part++) {
      parts.get(part).advance(ofPart(part, states), tokens);
    }
  }

  @Override
  public void logProbabilities(List<? extends State> states, float[][] out) {
    float[][][] logs = new float[parts.size()][states.size()][vocabulary()];
    for (int part = 0; part < logs.length; part++) {
      parts.get(part).logProbabilities(ofPart(part, states), logs[part]);
    }
    for (int i = 0; i < out.length; i++) {
      int state = i;
      float[][] each = Arrays.stream(logs).map(part -> part[state]).toArray(float[][]::new);
      LogLinear.mix(each, weights[context(mixture(states.get(i)).states[0])], out[i]);
      float normalizer = (float) LogLinear.normalizer(out[i]);
      for (int token = 0; token < out[i].length; token++) {
        out[i][token] -= normalizer;
      }
    }
  }

  private static List<State> ofPart(int part, List<? extends State> states) {
    return states.stream().map(state -> mixture(state).states[part]).toList();
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
        + passages.sizeInBytes()
        + parts.stream().mapToLong(TokenModel::sizeInBytes).sum();
  }

  @Override
  public void close() {
    parts.forEach(TokenModel::close);
  }

  private final class MixtureState implements State {
    private final State[] states;

    MixtureState(State[] states) {
      this.states = states;
    }

    @Override
    public void logProbabilities(float[] out) {
      MixtureModel.this.logProbabilities(List.of(this), new float[][] {out});
    }

    @Override
    public void advance(int token) {
      for (State state : states) {
        state.advance(token);
      }
    }

    @Override
    public State copy() {
      State[] copies = new State[states.length];
      for (int i = 0; i < copies.length; i++) {
        copies[i] = states[i].copy();
      }
      return new MixtureState(copies);
    }
  }
}
