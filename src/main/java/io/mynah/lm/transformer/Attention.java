package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Curves;

/** The attention of one token of a text that is spoken. Used by one thread at a time. */
final class Attention {
  private final TransformerShape shape;
  private final float[] queries;
  private float[] scores = {};

  Attention(TransformerShape shape) {
    this.shape = shape;
    this.queries = new float[shape.queryWidth()];
  }

  /**
   * Puts keys and values of a token where they belong, and computes what it attends to.
   *
   * @param place of the token
   * @param projected its queries, keys and values, not turned yet
   * @param turn {@link RotaryPositions#at} of the place
   * @param attended [queryWidth], written
   */
  void run(
      int layer,
      KeyValueCache cache,
      int place,
      float[] projected,
      float[] turn,
      float[] attended) {
    int head = shape.headWidth();
    int keyWidth = shape.keyWidth();
    float scale = (float) (1 / Math.sqrt(head));
    for (int h = 0; h < shape.heads(); h++) {
      RotaryPositions.turn(turn, projected, h * head, queries, h * head, scale);
    }
    KeyValueCache.Segment segment = cache.segment(place);
    int at = place % KeyValueCache.SEGMENT * keyWidth;
    for (int k = 0; k < shape.keyHeads(); k++) {
      int from = shape.queryWidth() + k * head;
      RotaryPositions.turn(turn, projected, from, segment.keys()[layer], at + k * head, 1);
    }
    int values = shape.queryWidth() + keyWidth;
    System.arraycopy(projected, values, segment.values()[layer], at, keyWidth);
    int first = Math.max(cache.first(), place + 1 - shape.context());
    int count = place + 1 - first;
    if (scores.length < count) {
      scores = new float[2 * count];
    }
    for (int h = 0; h < shape.heads(); h++) {
      attend(layer, cache, first, count, h, attended);
    }
  }

  private void attend(
      int layer, KeyValueCache cache, int first, int count, int h, float[] attended) {
    int head = shape.headWidth();
    int keyWidth = shape.keyWidth();
    int key = h / shape.group() * head;
    for (int i = 0; i < count; i++) {
      int place = first + i;
      float[] keys = cache.segment(place).keys()[layer];
      int at = place % KeyValueCache.SEGMENT * keyWidth + key;
      scores[i] = Curves.dot(queries, h * head, keys, at, head);
    }
    Curves.exp(scores, 0, count, Curves.max(scores, 0, count));
    float scale = 1 / Curves.sum(scores, 0, count);
    float[] sum = new float[head];
    for (int i = 0; i < count; i++) {
      int place = first + i;
      float[] values = cache.segment(place).values()[layer];
      int at = place % KeyValueCache.SEGMENT * keyWidth + key;
      float share = scores[i] * scale;
      for (int j = 0; j < head; j++) {
        sum[j] += share * values[at + j];
      }
    }
    System.arraycopy(sum, 0, attended, h * head, head);
  }
}
