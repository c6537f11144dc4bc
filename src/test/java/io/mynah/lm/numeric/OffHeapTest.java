package io.mynah.lm.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Memory larger than a Java buffer is read and written through several. */
class OffHeapTest {
  private static final int LENGTH = 103;
  private static final int WINDOW = 10;

  private final SplittableRandom random = new SplittableRandom(5);

  private float[] random(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  @Test
  void everyRangeIsReadAndWrittenThroughManyBuffers() {
    try (OffHeap memory = OffHeap.allocate(WINDOW, new long[] {LENGTH})) {
      float[] expected = random(LENGTH);
      memory.put(0, expected);
      assertThat(memory.toArray()).isEqualTo(expected);
      for (int from = 0; from <= LENGTH; from++) {
        for (int to = from; to <= LENGTH; to++) {
          float[] found = new float[to - from];
          memory.get(from, found);
          assertThat(found).isEqualTo(Arrays.copyOfRange(expected, from, to));
          float[] written = random(to - from);
          memory.put(from, written);
          System.arraycopy(written, 0, expected, from, written.length);
        }
        assertThat(memory.toArray()).isEqualTo(expected);
      }
    }
  }

  @Test
  void aRangeIsCopiedFromOtherMemory() {
    try (OffHeap source = OffHeap.allocate(LENGTH);
        OffHeap memory = OffHeap.allocate(WINDOW, new long[] {LENGTH})) {
      float[] values = random(LENGTH);
      source.put(0, values);
      memory.copy(source, 7, 90);
      float[] expected = new float[LENGTH];
      System.arraycopy(values, 7, expected, 7, 90);
      assertThat(memory.toArray()).isEqualTo(expected);
    }
  }

  @Test
  void nothingIsReadBeyondTheEnd() {
    try (OffHeap memory = OffHeap.allocate(LENGTH)) {
      assertThatThrownBy(() -> memory.get(LENGTH - 3, new float[4]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> memory.put(-1, new float[4]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
