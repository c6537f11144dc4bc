package io.mynah.lm.transformer.training;

import io.mynah.lm.TokenStream;
import io.mynah.lm.numeric.Hashes;
import io.mynah.text.ControlTokens;
import java.util.SplittableRandom;

/**
 * Cuts a stream into rows of equal length. For training the cuts are elsewhere each epoch, and the
 * rows come in another order. For measuring, rows overlap by half, and what counts of each row has
 * the other half before it. No token attends to what is before a {@link ControlTokens#GAP}. For one
 * thread.
 */
final class RowSource {
  private final TokenStream stream;
  private final int length;
  private final int rows;
  private final boolean measuring;
  private final int count;
  private int[] order = {};
  private int orderedEpoch = -1;

  private RowSource(TokenStream stream, int length, int rows, boolean measuring) {
    if (stream.length() < 2) {
      throw new IllegalArgumentException("a stream needs two tokens");
    }
    this.stream = stream;
    this.length = length;
    this.rows = rows;
    this.measuring = measuring;
    int each = measuring ? length / 2 : length;
    this.count = (stream.length() + each - 1) / each;
  }

  /**
   * Makes a source for training.
   *
   * @param length tokens of a row
   * @param rows of a batch
   */
  static RowSource forTraining(TokenStream stream, int length, int rows) {
    return new RowSource(stream, length, rows, false);
  }

  /**
   * Makes a source for measuring.
   *
   * @param length tokens of a row
   * @param rows of a batch
   */
  static RowSource forMeasuring(TokenStream stream, int length, int rows) {
    return new RowSource(stream, length, rows, true);
  }

  /**
   * The best number of rows of a batch for a stream: at most as many as requested, but with enough
   * batches.
   */
  static int rows(int tokens, int length, int requested) {
    return (int) Math.max(1, Math.min(requested, tokens / (16L * length)));
  }

  /** How many batches one pass over the stream has. */
  int batches() {
    return (count + rows - 1) / rows;
  }

  /** The sum of the weights of all predictions. */
  double weight() {
    double sum = 0;
    for (int i = measuring ? 1 : 0; i < stream.length(); i++) {
      sum += stream.weights()[i];
    }
    return sum;
  }

  /**
   * One batch.
   *
   * @param index 0 to {@link #batches()} − 1
   * @param size rows of the batch; those beyond the end of the stream are empty
   */
  RowBatch batch(int epoch, int index, long seed, int size) {
    RowBatch batch = new RowBatch(size, length);
    int turn =
        measuring || epoch == 0 ? 0 : Math.floorMod(Hashes.mix(seed + epoch), stream.length());
    for (int row = 0; row < rows && index * rows + row < count; row++) {
      int which = index * rows + row;
      fill(batch, row, measuring ? which : order(epoch, seed)[which], turn);
    }
    return batch;
  }

  private int[] order(int epoch, long seed) {
    if (orderedEpoch != epoch) {
      orderedEpoch = epoch;
      order = new int[count];
      SplittableRandom random = new SplittableRandom(seed * 31 + epoch);
      for (int i = 0; i < count; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
    }
    return order;
  }

  private void fill(RowBatch batch, int row, int which, int turn) {
    int n = stream.length();
    int start = measuring ? which * (length / 2) - (length - length / 2) : which * length;
    int begin = 0;
    for (int t = 0; t < length; t++) {
      int place = start + t;
      int at = row * length + t;
      if (measuring && place <= 0) {
        begin = t;
      }
      batch.begins()[at] = begin;
      boolean beyond = measuring ? place + 1 >= n : place >= n;
      if (place < 0 || beyond) {
        batch.begins()[at] = t;
        continue;
      }
      int token = stream.tokens()[(place + turn) % n];
      if (token == ControlTokens.GAP) {
        begin = t;
        batch.begins()[at] = t;
      }
      int next = (place + turn + 1) % n;
      batch.inputs()[at] = token;
      batch.targets()[at] = stream.tokens()[next];
      boolean counts = !measuring || t >= length - length / 2;
      batch.weights()[at] = counts ? stream.weights()[next] : 0;
    }
  }
}
