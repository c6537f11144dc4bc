package io.mynah.lm;

import io.mynah.text.BpeTokenizer;
import java.util.List;

/**
 * Several token models mixed log-linearly, P ∝ ∏ pᵢ^wᵢ, with what a {@link RecencyCache} says of
 * what was said lately. Which exponents hold depends on the place, see {@link WeightSets}. Control
 * tokens that are given, never predicted, have probability 0. Thread-safe.
 */
final class MixtureModel implements LanguageModel {
  private final BpeTokenizer tokenizer;
  private final List<TokenModel> parts;
  private final WeightSets sets;
  private final double[][] weights;

  /**
   * @param parts over the tokenizer's vocabulary; closed with this model
   * @param weights for each set of {@link WeightSets}, one a part and one for the recency cache, as
   *     {@link MixtureWeights} fits them
   */
  MixtureModel(BpeTokenizer tokenizer, List<TokenModel> parts, double[][] weights) {
    this.tokenizer = tokenizer;
    this.parts = List.copyOf(parts);
    this.weights = weights;
    for (TokenModel part : parts) {
      if (part.vocabulary() != tokenizer.size()) {
        throw new IllegalArgumentException("a vocabulary of " + part.vocabulary());
      }
    }
    sets = new WeightSets(parts.get(0), tokenizer);
    if (weights.length != sets.count()) {
      throw new IllegalArgumentException(weights.length + " sets of weights");
    }
    for (double[] each : weights) {
      if (each.length != parts.size() + 1) {
        throw new IllegalArgumentException(each.length + " weights");
      }
    }
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
    State[] states = parts.stream().map(TokenModel::start).toArray(State[]::new);
    return new MixtureState(sets, states, weights, vocabulary());
  }

  @Override
  public long sizeInBytes() {
    return tokenizer.sizeInBytes() + parts.stream().mapToLong(TokenModel::sizeInBytes).sum();
  }

  @Override
  public void close() {
    parts.forEach(TokenModel::close);
  }
}
