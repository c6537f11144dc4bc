package io.mynah.lm.transformer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final int LENGTH = 6;
  private static final int WIDTH = 500;
  private static final long SEED = 9;

  private static Dropout begun(double rate, int step, int row) {
    Dropout dropout = new Dropout(rate, SEED, LENGTH);
    dropout.begin(step, row);
    return dropout;
  }

  /** What becomes of ones. */
  private static float[] mask(Dropout dropout, int from, int count, int salt) {
    float[] values = new float[count * WIDTH];
    Arrays.fill(values, 1f);
    dropout.apply(values, WIDTH, from, count, salt);
    return values;
  }

  @Test
  void dropsAShareAndMakesTheRestLarger() {
    Dropout dropout = begun(0.2, 0, 0);
    int dropped = 0;
    for (int salt = 0; salt < 100; salt++) {
      for (float value : mask(dropout, 0, 1, salt)) {
        assertThat(value).isIn(0f, 1.25f);
        dropped += value == 0 ? 1 : 0;
      }
    }
    assertThat(dropped / (100.0 * WIDTH)).isCloseTo(0.2, within(0.01));
  }

  @Test
  void allPlacesOfARowLackTheSame() {
    float[] values = mask(begun(0.4, 0, 0), 0, 2 * LENGTH, 1);
    float[] first = Arrays.copyOf(values, WIDTH);
    float[] second = Arrays.copyOfRange(values, LENGTH * WIDTH, (LENGTH + 1) * WIDTH);
    assertThat(second).isNotEqualTo(first);
    for (int place = 0; place < 2 * LENGTH; place++) {
      assertThat(Arrays.copyOfRange(values, place * WIDTH, (place + 1) * WIDTH))
          .isEqualTo(place < LENGTH ? first : second);
    }
  }

  @Test
  void followsFromStepRowAndPartAlone() {
    float[] mask = mask(begun(0.4, 3, 5), 0, 1, 1);
    Dropout other = begun(0.4, 0, 0);
    assertThat(mask(other, 0, 1, 2)).isNotEqualTo(mask);
    other.begin(3, 0);
    assertThat(mask(other, 0, 1, 1)).isNotEqualTo(mask);
    assertThat(mask(other, 5 * LENGTH + 2, 1, 1)).isEqualTo(mask);
    other.begin(3, 4);
    assertThat(mask(other, LENGTH, 1, 1)).isEqualTo(mask);
    other.begin(4, 5);
    assertThat(mask(other, 0, 1, 1)).isNotEqualTo(mask);
    other.begin(3, 5);
    assertThat(mask(other, 0, 1, 2)).isNotEqualTo(mask);
    assertThat(mask(other, 0, 1, 1)).isEqualTo(mask);
  }

  @Test
  void mayDropNothing() {
    Dropout none = Dropout.none(LENGTH);
    none.begin(3, 5);
    assertThat(mask(none, 0, 3, 1)).containsOnly(1f);
    assertThat(mask(begun(0, 3, 5), 0, 3, 1)).containsOnly(1f);
  }
}
