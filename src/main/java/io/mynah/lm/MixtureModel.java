package io.mynah.lm;

import io.mynah.text.BpeTokenizer;
import java.util.List;

/**
 * Several token models mixed log-linearly: P ∝ ∏ pᵢ^wᵢ. The exponents depend on how long a context
 * the first part has seen before, when it is an {@link NGramModel}: where it knows the last tokens
 * well it is trusted more. Control tokens that are given, never predicted, have probability 0.
 * Thread-safe.
 */
final class MixtureModel implements LanguageModel {
  private final BpeTokenizer tokenizer;
  private final List<TokenModel> parts;
  private final double[][] weights;

  /**
   * @param parts over the tokenizer's vocabulary; closed with this model
   * @param weights for each length of the matched context, from 0 on (see {@link #contexts}), one a
   *     part, as {@link MixtureWeights} fits them
   */
  MixtureModel(BpeTokenizer tokenizer, List<TokenModel> parts, double[][] weights) {
    this.tokenizer = tokenizer;
    this.parts = List.copyOf(parts);
    this.weights = weights;
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

  @Override
  public State start() {
    return new MixtureState(parts.stream().map(TokenModel::start).toArray(State[]::new));
  }

  @Override
  public long sizeInBytes() {
    return tokenizer.sizeInBytes() + parts.stream().mapToLong(TokenModel::sizeInBytes).sum();
  }

  @Override
  public void close() {
    parts.forEach(TokenModel::close);
  }

  private final class MixtureState implements State {
    private final State[] states;
    private final float[][] logs = new float[parts.size()][vocabulary()];

    MixtureState(State[] states) {
      this.states = states;
    }

    @Override
    public void logProbabilities(float[] out) {
      double normalizer = mix(out);
      for (int i = 0; i < vocabulary(); i++) {
        out[i] -= (float) normalizer;
      }
    }

    @Override
    public void probabilities(float[] out) {
      double normalizer = mix(out);
      for (int i = 0; i < vocabulary(); i++) {
        out[i] = (float) Math.exp(out[i] - normalizer);
      }
    }

    private double mix(float[] out) {
      for (int part = 0; part < states.length; part++) {
        states[part].logProbabilities(logs[part]);
      }
      LogLinear.mix(logs, weights[context(states[0])], out);
      return LogLinear.normalizer(out);
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
