package io.mynah.lm;

import io.mynah.text.Control;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A bounded part of the validation slice, as the person's own messages alone: what mixing weights
 * are fitted on, and what tells whether a model is better than the one before. Not changed once
 * made.
 */
final class ValidationSample {
  /** Distributions over thousands of tokens are large. */
  private static final int MOST_PLACES = 1400;

  private final int[] tokens;
  private final int predicted;

  /** Where distributions are looked at: all that is predicted, or a part of it. */
  private final int[] places;

  private final int characters;
  private final int messages;

  /**
   * Takes messages until there are enough tokens; an endless one is cut.
   *
   * @param slice the turns of the validation slice
   */
  ValidationSample(Dialogue dialogue, List<Turn> slice, int mostTokens) {
    List<Turn> taken = new ArrayList<>();
    int length = 0;
    for (Turn turn : slice) {
      if (dialogue.isOwn(turn) && length < mostTokens) {
        taken.add(turn);
        length += dialogue.own(turn.text()).length;
      }
    }
    tokens = Arrays.copyOf(dialogue.alone(taken).tokens(), Math.min(length + 1, 2 * mostTokens));
    int[] scored = IntStream.range(0, tokens.length).filter(i -> isScored(tokens[i])).toArray();
    predicted = scored.length;
    int every = Math.max(1, (predicted + MOST_PLACES - 1) / MOST_PLACES);
    places =
        IntStream.range(0, predicted).filter(i -> i % every == 0).map(i -> scored[i]).toArray();
    characters = dialogue.characters(tokens);
    messages = (int) Arrays.stream(tokens).filter(token -> token == Control.END).count();
  }

  private static boolean isScored(int token) {
    return !Control.is(token) || token == Control.END;
  }

  /**
   * ln P of every token at the places that are looked at.
   *
   * @throws TrainingCancelled as soon as {@code cancelled} says so
   */
  float[][] logProbabilities(TokenModel model, BooleanSupplier cancelled) throws TrainingCancelled {
    float[][] found = new float[places.length][];
    State state = model.start();
    int at = 0;
    for (int i = 0; at < places.length; i++) {
      if (i == places[at]) {
        found[at] = new float[model.vocabulary()];
        state.logProbabilities(found[at++]);
      }
      if (i % 64 == 0 && cancelled.getAsBoolean()) {
        throw new TrainingCancelled();
      }
      state.advance(tokens[i]);
    }
    return found;
  }

  /** The tokens that came at the places that are looked at. */
  int[] targets() {
    return Arrays.stream(places).map(place -> tokens[place]).toArray();
  }

  /** Which sort of context each place is, see {@link MixtureModel#contexts}. */
  int[] contexts(TokenModel first) {
    int[] found = new int[places.length];
    State state = first.start();
    int at = 0;
    for (int i = 0; at < places.length; i++) {
      if (i == places[at]) {
        found[at++] = MixtureModel.context(state);
      }
      state.advance(tokens[i]);
    }
    return found;
  }

  /**
   * Bits per character, the ends of messages counting as one each.
   *
   * @param bits of the places that are looked at
   */
  double bitsPerCharacter(double bits) {
    double all = bits * predicted / Math.max(1, places.length);
    return all / Math.max(1, characters + messages);
  }
}
