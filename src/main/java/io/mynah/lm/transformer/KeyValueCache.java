package io.mynah.lm.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The keys and values of the last places of a text, in segments. Copies share segments. The first
 * one that goes on from a place writes to the last segment, beyond what the others read; others go
 * on with a copy of it. Used by one thread at a time, but several may use copies of each other.
 */
final class KeyValueCache {
  /** Places of a segment: enough for efficient loops over them, few enough to copy at a branch. */
  static final int SEGMENT = 32;

  private final TransformerShape shape;
  private final List<Segment> segments;

  /** The place of the first segment's first entry. */
  private int first;

  private int length;

  /**
   * Keys and values of some places, for each layer.
   *
   * @param keys [feature of all heads, place]
   * @param values [place, feature of all heads]
   * @param taken entries that are written, or about to be
   */
  @SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
  record Segment(float[][] keys, float[][] values, AtomicInteger taken) {
    static Segment of(TransformerShape shape) {
      int size = SEGMENT * shape.keyWidth();
      return new Segment(
          new float[shape.layers()][size], new float[shape.layers()][size], new AtomicInteger());
    }

    /** Takes the next entry for writing, unless another cache has. */
    boolean take(int entry) {
      return taken.compareAndSet(entry, entry + 1);
    }

    /** A copy with so many entries taken. */
    Segment copy(int entries) {
      return new Segment(copy(keys), copy(values), new AtomicInteger(entries));
    }

    private static float[][] copy(float[][] arrays) {
      float[][] copies = new float[arrays.length][];
      for (int i = 0; i < arrays.length; i++) {
        copies[i] = arrays[i].clone();
      }
      return copies;
    }
  }

  KeyValueCache(TransformerShape shape) {
    this.shape = shape;
    this.segments = new ArrayList<>();
  }

  private KeyValueCache(KeyValueCache other) {
    shape = other.shape;
    segments = new ArrayList<>(other.segments);
    first = other.first;
    length = other.length;
  }

  KeyValueCache copy() {
    return new KeyValueCache(this);
  }

  /** How many places there have been, including the dropped ones. */
  int length() {
    return length;
  }

  /** The first place that is still stored. */
  int first() {
    return first;
  }

  /** Adds one more place and returns it. Places too long ago are dropped. */
  int next() {
    if (length % SEGMENT == 0) {
      segments.add(Segment.of(shape));
      // The first of several tokens processed together needs its whole context, too.
      if (length - first >= shape.context() + SEGMENT + TransformerStep.AT_ONCE) {
        segments.remove(0);
        first += SEGMENT;
      }
    }
    int last = segments.size() - 1;
    int entry = length % SEGMENT;
    if (!segments.get(last).take(entry)) {
      segments.set(last, segments.get(last).copy(entry + 1));
    }
    return length++;
  }

  /** The segment of a place. */
  Segment segment(int place) {
    return segments.get((place - first) / SEGMENT);
  }
}
