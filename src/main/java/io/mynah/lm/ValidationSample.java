package io.mynah.lm;

import io.mynah.text.Control;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A bounded part of the validation slice, as the person's own messages alone: what mixing weights
 * are fitted on, and what tells whether a model is better than the one before. Not changed once
 * made.
 */
final class ValidationSample {
  private final int[] tokens;
  private final int scored;
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
    scored = (int) Arrays.stream(tokens).filter(ValidationSample::isScored).count();
    characters = dialogue.characters(tokens);
    messages = (int) Arrays.stream(tokens).filter(token -> token == Control.END).count();
  }

  private static boolean isScored(int token) {
    return !Control.is(token) || token == Control.END;
  }

  /** How many tokens are predicted. */
  int scored() {
    return scored;
  }

  /**
   * What a model gives each predicted token, control tokens that are given left out of the
   * distribution.
   *
   * @throws TrainingCancelled as soon as {@code cancelled} says so
   */
  float[] probabilities(TokenModel model, BooleanSupplier cancelled) throws TrainingCancelled {
    float[] found = new float[scored];
    float[] distribution = new float[model.vocabulary()];
    State state = model.start();
    int at = 0;
    for (int token : tokens) {
      if (isScored(token)) {
        state.probabilities(distribution);
        found[at++] = Scorer.amongUngiven(distribution, token);
      } else if (cancelled.getAsBoolean()) {
        throw new TrainingCancelled();
      }
      state.advance(token);
    }
    return found;
  }

  /** Which sort of context each predicted token stands in, see {@link MixtureModel#contexts}. */
  int[] contexts(TokenModel first) {
    int[] found = new int[scored];
    State state = first.start();
    int at = 0;
    for (int token : tokens) {
      if (isScored(token)) {
        found[at++] = MixtureModel.context(state);
      }
      state.advance(token);
    }
    return found;
  }

  /** Bits per character, the ends of messages counting as one each. */
  double bitsPerCharacter(double bits) {
    return bits / Math.max(1, characters + messages);
  }
}
