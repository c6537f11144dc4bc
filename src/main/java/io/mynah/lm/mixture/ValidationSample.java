package io.mynah.lm.mixture;

import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A limited part of the validation slice, with the person's own messages only. Mixing weights are
 * fitted on it, and it decides whether a model is better than the one before. Immutable.
 */
public final class ValidationSample {
  /** Most places for which distributions are kept. */
  private static final int MOST_PLACES = 4000;

  /**
   * Most numbers of all these distributions: 128 MB a part. Reached with more than 16,000 tokens.
   */
  private static final int MOST_NUMBERS = 1 << 26;

  private final int[] tokens;
  private final int predicted;

  /**
   * Indices of the tokens whose predictions are looked at: all that are predicted, or a part of
   * them.
   */
  private final int[] places;

  private final int characters;
  private final int messages;

  /**
   * Takes messages until there are enough tokens; an endless one is cut.
   *
   * @param slice the turns of the validation slice
   */
  public ValidationSample(ConversationEncoder encoder, List<Turn> slice, int mostTokens) {
    List<Turn> taken = new ArrayList<>();
    int length = 0;
    for (Turn turn : slice) {
      if (encoder.isOwn(turn) && length < mostTokens) {
        taken.add(turn);
        length += encoder.own(turn.text()).length;
      }
    }
    tokens = Arrays.copyOf(encoder.alone(taken).tokens(), Math.min(length + 1, 2 * mostTokens));
    int[] scored = IntStream.range(0, tokens.length).filter(i -> isScored(tokens[i])).toArray();
    predicted = scored.length;
    int most = Math.min(MOST_PLACES, MOST_NUMBERS / encoder.vocabulary());
    int every = Math.max(1, (predicted + most - 1) / most);
    places =
        IntStream.range(0, predicted).filter(i -> i % every == 0).map(i -> scored[i]).toArray();
    characters = encoder.characters(tokens);
    messages = (int) Arrays.stream(tokens).filter(token -> token == ControlTokens.END).count();
  }

  private static boolean isScored(int token) {
    return !ControlTokens.is(token) || token == ControlTokens.END;
  }

  /**
   * Computes ln P of every token at the sample's places.
   *
   * @throws TrainingCancelled soon after {@code cancelled} is true
   */
  public PackedLogs logProbabilities(TokenModel model, BooleanSupplier cancelled)
      throws TrainingCancelled {
    PackedLogs packed = new PackedLogs();
    float[] logs = new float[model.vocabulary()];
    State state = model.start();
    visitPlaces(
        place -> {
          state.logProbabilities(logs);
          packed.add(logs);
        },
        state::advance,
        cancelled);
    return packed;
  }

  /**
   * Makes the observations of several parts and the recency cache at the sample's places.
   *
   * @param logs by each part, see {@link #logProbabilities}
   * @param first the first part
   * @param parameters of the recency cache
   * @throws TrainingCancelled soon after {@code cancelled} is true
   */
  public List<Observation> observe(
      List<PackedLogs> logs,
      TokenModel first,
      WeightSetSelector sets,
      VoiceParameters.Cache parameters,
      BooleanSupplier cancelled)
      throws TrainingCancelled {
    List<Observation> seen = new ArrayList<>();
    float[][] columns = new float[logs.size() + 1][first.vocabulary()];
    float[][] parts = Arrays.copyOf(columns, logs.size());
    RecencyCache recent = new RecencyCache(parameters);
    State state = first.start();
    visitPlaces(
        place -> {
          int nth = seen.size();
          for (int i = 0; i < parts.length; i++) {
            logs.get(i).read(nth, parts[i]);
          }
          recent.factors(parts, columns[parts.length]);
          int[] selected = sets.at(state, recent, tokens[place - 1]);
          seen.add(Observation.of(columns, nth, tokens[place], selected));
        },
        token -> {
          state.advance(token);
          recent.advance(token);
        },
        cancelled);
    return seen;
  }

  /** Goes through the sample; visits each of its places before the token there is taken in. */
  private void visitPlaces(IntConsumer visit, IntConsumer advance, BooleanSupplier cancelled)
      throws TrainingCancelled {
    int at = 0;
    for (int i = 0; at < places.length; i++) {
      if (i == places[at]) {
        visit.accept(i);
        at++;
      }
      if (i % 64 == 0 && cancelled.getAsBoolean()) {
        throw new TrainingCancelled();
      }
      advance.accept(tokens[i]);
    }
  }

  /** The cost in bits of the sample's places by one model alone. */
  public double bits(TokenModel model, BooleanSupplier cancelled) throws TrainingCancelled {
    double[] nats = {0};
    float[] logs = new float[model.vocabulary()];
    State state = model.start();
    visitPlaces(
        place -> {
          state.logProbabilities(logs);
          nats[0] -= logs[tokens[place]];
        },
        state::advance,
        cancelled);
    return nats[0] / Math.log(2);
  }

  /**
   * Bits per character; the end of a message counts as one character.
   *
   * @param bits of the sample's places
   */
  public double bitsPerCharacter(double bits) {
    double all = bits * predicted / Math.max(1, places.length);
    return all / Math.max(1, characters + messages);
  }
}
