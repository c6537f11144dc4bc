package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Curves;
import java.util.Arrays;

/**
 * Computes the attention of one new token to the tokens before it, for generating text. Used by one
 * thread at a time.
 */
final class Attention {
  private static final int SEGMENT = KeyValueCache.SEGMENT;

  private final TransformerShape shape;
  private final MatrixKernel kernel;
  private final float[] queries;
  private final float[] rotated;

  /** The scores of places from the cache's first one on, for each head of a group. */
  private float[][] scores;

  Attention(TransformerShape shape, MatrixKernel kernel) {
    this.shape = shape;
    this.kernel = kernel;
    this.queries = new float[shape.queryWidth()];
    this.rotated = new float[shape.keyWidth()];
    this.scores = new float[shape.group()][0];
  }

  /**
   * Stores keys and values of a token in the cache, and computes its attention.
   *
   * @param place of the token
   * @param projected its queries, keys and values, not rotated yet, [attentionWidth]
   * @param rotation {@link RotaryPositions#at} of the place, [headWidth]
   * @param attended [queryWidth], written
   */
  void run(
      int layer,
      KeyValueCache cache,
      int place,
      float[] projected,
      float[] rotation,
      float[] attended) {
    int head = shape.headWidth();
    float scale = (float) (1 / Math.sqrt(head));
    for (int h = 0; h < shape.heads(); h++) {
      RotaryPositions.rotate(rotation, projected, h * head, queries, h * head, scale);
    }
    keep(layer, cache, place, projected, rotation);
    int first = Math.max(cache.first(), place + 1 - shape.context());
    int places = ((place - cache.first()) / SEGMENT + 1) * SEGMENT;
    if (scores[0].length < places) {
      scores = new float[shape.group()][places];
    }
    for (int k = 0; k < shape.keyHeads(); k++) {
      attend(layer, cache, first, place + 1, k, attended);
    }
  }

  private void keep(
      int layer, KeyValueCache cache, int place, float[] projected, float[] rotation) {
    int head = shape.headWidth();
    KeyValueCache.Segment segment = cache.segment(place);
    for (int k = 0; k < shape.keyHeads(); k++) {
      int from = shape.queryWidth() + k * head;
      RotaryPositions.rotate(rotation, projected, from, rotated, k * head, 1);
    }
    float[] keys = segment.keys()[layer];
    for (int i = 0; i < rotated.length; i++) {
      keys[i * SEGMENT + within(place)] = rotated[i];
    }
    int at = within(place) * shape.keyWidth();
    int values = shape.queryWidth() + shape.keyWidth();
    System.arraycopy(projected, values, segment.values()[layer], at, shape.keyWidth());
  }

  /**
   * Writes, for each query head of a group, the mean of the values from place {@code first} on,
   * weighted by the softmax of the scores. The keys and values, which the group shares, are read
   * together.
   *
   * @param attended [queryWidth], the group's part of it is written
   */
  private void attend(int layer, KeyValueCache cache, int first, int end, int k, float[] attended) {
    int head = shape.headWidth();
    int group = shape.group();
    int start = cache.first();
    int all = k * group * head;
    for (int from = first; from < end; from = next(from, end)) {
      float[] keys = cache.segment(from).keys()[layer];
      int to = from - within(from) - start;
      kernel.dots(queries, all, head, keys, k * head * SEGMENT, SEGMENT, scores, to);
    }
    int low = first - start;
    int high = end - start;
    for (int g = 0; g < group; g++) {
      Curves.exp(scores[g], low, high, Curves.max(scores[g], low, high));
    }
    Arrays.fill(attended, all, all + group * head, 0);
    int stride = shape.keyWidth();
    for (int from = first; from < end; from = next(from, end)) {
      float[] values = cache.segment(from).values()[layer];
      int to = next(from, end) - start;
      int row = k * head - (from - within(from) - start) * stride;
      kernel.addRows(scores, from - start, to, values, row, stride, head, attended, all);
    }
    for (int g = 0; g < group; g++) {
      int at = all + g * head;
      Curves.scale(attended, at, at + head, 1 / Curves.sum(scores[g], low, high));
    }
  }

  /** The first place of the next segment, or the end. */
  private static int next(int from, int end) {
    return Math.min(end, from - within(from) + SEGMENT);
  }

  private static int within(int place) {
    return place % SEGMENT;
  }
}
