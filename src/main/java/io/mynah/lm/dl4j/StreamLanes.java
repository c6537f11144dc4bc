package io.mynah.lm.dl4j;

import io.mynah.lm.TokenStream;
import io.mynah.lm.numeric.Hashes;

/**
 * Cuts a stream into lanes that are read in parallel, one window of steps at a time. For training
 * the cuts are elsewhere each epoch. For measuring, each lane but the first starts one window
 * early, with weight 0, so that it has read what comes before. Immutable.
 */
public final class StreamLanes {
  private final TokenStream stream;
  private final int lanes;
  private final int steps;
  private final int length;
  private final boolean measuring;

  /**
   * One window of all lanes. Each array is steps × lanes, steps outermost. Tokens are floats
   * because a network's arrays are; they are exact up to 2²⁴.
   */
  @SuppressWarnings("ArrayRecordComponent") // plain data holder, never compared
  public record Window(float[] inputs, float[] targets, float[] weights) {}

  private StreamLanes(TokenStream stream, int lanes, int steps, boolean measuring) {
    if (stream.length() < 2) {
      throw new IllegalArgumentException("a stream needs two tokens");
    }
    this.stream = stream;
    this.lanes = lanes;
    this.steps = steps;
    this.measuring = measuring;
    this.length = (stream.length() + lanes - 1) / lanes;
  }

  public static StreamLanes forTraining(TokenStream stream, int lanes, int steps) {
    return new StreamLanes(stream, lanes, steps, false);
  }

  static StreamLanes forMeasuring(TokenStream stream, int lanes, int steps) {
    return new StreamLanes(stream, lanes, steps, true);
  }

  /**
   * The best number of lanes for a stream: at most as many as requested, but with enough windows an
   * epoch.
   */
  static int count(int tokens, int steps, int requested) {
    return Math.max(1, Math.min(requested, tokens / (steps * 16)));
  }

  /** How many windows an epoch has. */
  int windows() {
    return (length + steps - 1) / steps + (measuring ? 1 : 0);
  }

  /** The sum of the weights in an epoch. */
  double weight() {
    double sum = 0;
    for (int i = measuring ? 1 : 0; i < stream.length(); i++) {
      sum += stream.weights()[i];
    }
    return sum;
  }

  /** One window of an epoch. */
  public Window window(int epoch, int index, long seed) {
    int n = stream.length();
    int turn = measuring || epoch == 0 ? 0 : Math.floorMod(Hashes.mix(seed + epoch), n);
    int early = measuring ? steps : 0;
    float[] inputs = new float[steps * lanes];
    float[] targets = new float[steps * lanes];
    float[] weights = new float[steps * lanes];
    for (int lane = 0; lane < lanes; lane++) {
      for (int t = 0; t < steps; t++) {
        int inLane = index * steps + t - early;
        int place = lane * length + inLane;
        int at = t * lanes + lane;
        if (place < 0 || inLane >= length || place >= n) {
          continue;
        }
        inputs[at] = stream.tokens()[(place + turn) % n];
        int next = (place + turn + 1) % n;
        targets[at] = stream.tokens()[next];
        boolean counts = inLane >= 0 && !(measuring && next == 0);
        weights[at] = counts ? stream.weights()[next] : 0f;
      }
    }
    return new Window(inputs, targets, weights);
  }
}
