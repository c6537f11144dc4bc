package io.mynah.lm.mixture;

import io.mynah.lm.State;
import io.mynah.lm.numeric.Curves;
import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * The state of a {@link MixtureModel} in a conversation. The exponents adapt: after each of the
 * person's own messages they take a small gradient step that raises the likelihood of its tokens,
 * as far as their distribution was computed. For one thread.
 */
final class MixtureState implements State {
  private final WeightSetSelector sets;
  private final State[] states;
  private final RecencyCache recent;

  /** The size of the gradient steps. */
  private final double rate;

  private final double[][] weights;
  private final double[][] gradient;

  /**
   * (parts + 1) × vocabulary: for each part ln P of every token, raised to the least one when
   * mixed, and last the factors of the recency cache.
   */
  private final float[][] columns;

  private final double[] exponents;

  /** One a token, in proportion to the probabilities; valid while {@link #asked}. */
  private final float[] shares;

  private float largest;
  private double sum;
  private int[] selected = {};
  private boolean asked;
  private boolean own;
  private int last = ControlTokens.GAP;

  /**
   * @param states one per part; the first one's matched context selects the weights
   * @param weights sets × (parts + 1), for each set one per part and one for the recency cache; not
   *     changed
   * @param recent empty, and this state's own
   * @param rate the size of the gradient steps
   */
  MixtureState(
      WeightSetSelector sets,
      State[] states,
      double[][] weights,
      RecencyCache recent,
      double rate,
      int vocabulary) {
    this(sets, states, recent, rate, copy(weights), copy(weights), vocabulary);
    for (double[] each : gradient) {
      Arrays.fill(each, 0);
    }
  }

  private MixtureState(
      WeightSetSelector sets,
      State[] states,
      RecencyCache recent,
      double rate,
      double[][] weights,
      double[][] gradient,
      int vocabulary) {
    this.sets = sets;
    this.states = states;
    this.recent = recent;
    this.rate = rate;
    this.weights = weights;
    this.gradient = gradient;
    columns = new float[states.length + 1][vocabulary];
    exponents = new double[columns.length];
    shares = new float[vocabulary];
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  State part(int part) {
    return states[part];
  }

  /** The array for ln P of every token by one part; one per token. */
  float[] column(int part) {
    return columns[part];
  }

  @Override
  public void logProbabilities(float[] out) {
    askParts();
    mixColumns(out);
  }

  /**
   * Like {@link #logProbabilities}, once the columns of the parts are filled.
   *
   * @param out one per token
   */
  void mixColumns(float[] out) {
    mix(out);
    float normalizer = (float) (largest + Math.log(sum));
    for (int i = 0; i < shares.length; i++) {
      out[i] -= normalizer;
    }
  }

  @Override
  public void probabilities(float[] out) {
    askParts();
    mix(out);
    float by = (float) (1 / sum);
    for (int i = 0; i < shares.length; i++) {
      out[i] = shares[i] * by;
    }
  }

  private void askParts() {
    for (int part = 0; part < states.length; part++) {
      states[part].logProbabilities(columns[part]);
    }
  }

  private void mix(float[] out) {
    for (int part = 0; part < states.length; part++) {
      LogLinear.raise(columns[part]);
    }
    recent.factors(Arrays.copyOf(columns, states.length), columns[states.length]);
    selected = sets.at(states[0], recent, last);
    WeightSetSelector.sum(weights, selected, exponents);
    LogLinear.mix(columns, exponents, out);
    largest = Curves.max(out, 0, out.length);
    sum = LogLinear.exponentials(out, largest, shares);
    asked = true;
  }

  @Override
  public void learnFrom(int[] message) {
    for (int token : message) {
      recent.advance(token);
    }
    for (State state : states) {
      state.learnFrom(message);
    }
    asked = false;
  }

  @Override
  public void advance(int token) {
    take(token);
    for (State state : states) {
      state.advance(token);
    }
  }

  @Override
  public void advance(int[] tokens) {
    for (int token : tokens) {
      take(token);
    }
    for (State state : states) {
      state.advance(tokens);
    }
  }

  /** Moves on by a token, except for the states of the parts. */
  void take(int token) {
    if (asked && own) {
      observe(token);
    }
    asked = false;
    if (token == ControlTokens.END) {
      if (own) {
        adapt();
      }
      own = false;
    } else if (ControlTokens.is(token)) {
      own = token == ControlTokens.OWN;
      for (double[] each : gradient) {
        Arrays.fill(each, 0);
      }
    }
    last = token;
    recent.advance(token);
  }

  /** Adds the gradient of ln P of a token: the values of its columns minus their expectation. */
  private void observe(int token) {
    for (int i = 0; i < columns.length; i++) {
      double expected = Curves.dot(shares, 0, columns[i], 0, shares.length) / sum;
      double gained = columns[i][token] - expected;
      for (int set : selected) {
        gradient[set][i] += gained;
      }
    }
  }

  private void adapt() {
    for (int set = 0; set < weights.length; set++) {
      for (int i = 0; i < columns.length; i++) {
        double moved = weights[set][i] + rate * gradient[set][i];
        weights[set][i] =
            Math.max(-MixtureWeights.LARGEST, Math.min(MixtureWeights.LARGEST, moved));
        gradient[set][i] = 0;
      }
    }
  }

  @Override
  public MixtureState copy() {
    State[] copies = new State[states.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = states[i].copy();
    }
    MixtureState copy =
        new MixtureState(
            sets, copies, recent.copy(), rate, copy(weights), copy(gradient), shares.length);
    copy.own = own;
    copy.last = last;
    return copy;
  }
}
