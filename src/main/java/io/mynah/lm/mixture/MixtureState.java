package io.mynah.lm.mixture;

import io.mynah.lm.State;
import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * A place in a conversation, for a {@link MixtureModel}. The exponents adapt: after each of the
 * person's own messages they take a small step up the likelihood of those of its tokens whose
 * distribution was asked for. For one thread.
 */
final class MixtureState implements State {
  /** Of the steps; larger ones follow chance, on a thousand messages. */
  static final double RATE = 2e-4;

  private final WeightSets sets;
  private final State[] states;
  private final RecencyCache recent;
  private final double[][] weights;
  private final double[][] gradient;

  /** For each part ln P of every token, then what the recency cache says. */
  private final float[][] columns;

  private final double[] exponents;

  /** In proportion to the probabilities; of use while {@link #asked}. */
  private final float[] shares;

  private double sum;
  private int[] selected = {};
  private boolean asked;
  private boolean own;
  private int last = ControlTokens.GAP;

  /**
   * @param states of the parts; the first tells how much it knows
   * @param weights for each set, one a part and one for the recency cache; not changed
   */
  MixtureState(WeightSets sets, State[] states, double[][] weights, int vocabulary) {
    this(sets, states, new RecencyCache(), copy(weights), copy(weights), vocabulary);
    for (double[] each : gradient) {
      Arrays.fill(each, 0);
    }
  }

  private MixtureState(
      WeightSets sets,
      State[] states,
      RecencyCache recent,
      double[][] weights,
      double[][] gradient,
      int vocabulary) {
    this.sets = sets;
    this.states = states;
    this.recent = recent;
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

  /** Room for ln P of every token after a part. */
  float[] column(int part) {
    return columns[part];
  }

  @Override
  public void logProbabilities(float[] out) {
    askParts();
    mixColumns(out);
  }

  /** As {@link #logProbabilities}, once the parts' columns are filled. */
  void mixColumns(float[] out) {
    mix(out);
    float normalizer = (float) (LogLinear.largest(out) + Math.log(sum));
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
    recent.factors(Arrays.copyOf(columns, states.length), columns[states.length]);
    selected = sets.at(states[0], recent, last);
    WeightSets.sum(weights, selected, exponents);
    LogLinear.mix(columns, exponents, out);
    sum = LogLinear.exponentials(out, shares);
    asked = true;
  }

  @Override
  public void overhear(int[] message) {
    for (int token : message) {
      recent.advance(token);
    }
    for (State state : states) {
      state.overhear(message);
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

  /** Takes up a token, but for the parts. */
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

  /** Adds the gradient of ln P of a token: what its columns say, less what was to be expected. */
  private void observe(int token) {
    for (int i = 0; i < columns.length; i++) {
      double expected = LogLinear.expected(shares, columns[i]) / sum;
      double gained = Math.max(LogLinear.LEAST, columns[i][token]) - expected;
      for (int set : selected) {
        gradient[set][i] += gained;
      }
    }
  }

  private void adapt() {
    for (int set = 0; set < weights.length; set++) {
      for (int i = 0; i < columns.length; i++) {
        double moved = weights[set][i] + RATE * gradient[set][i];
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
        new MixtureState(sets, copies, recent.copy(), copy(weights), copy(gradient), shares.length);
    copy.own = own;
    copy.last = last;
    return copy;
  }
}
