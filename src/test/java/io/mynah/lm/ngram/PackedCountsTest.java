package io.mynah.lm.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PackedCountsTest {
  @Test
  void everyCountComesBackHoweverLarge() {
    SplittableRandom random = new SplittableRandom(1);
    int[] counts = random.ints(2000, 0, 300).toArray();
    counts[0] = 254;
    counts[1] = 255;
    counts[2] = 256;
    counts[1999] = Integer.MAX_VALUE;

    PackedCounts packed = PackedCounts.of(counts);

    assertThat(packed.size()).isEqualTo(2000);
    for (int i = 0; i < counts.length; i++) {
      assertThat(packed.get(i)).isEqualTo(counts[i]);
    }
  }

  @Test
  void aSmallCountTakesOneByteAndALargeOneNine() {
    assertThat(PackedCounts.of(new int[] {0, 1, 254}).sizeInBytes()).isEqualTo(3);
    assertThat(PackedCounts.of(new int[] {0, 1, 255}).sizeInBytes()).isEqualTo(3 + 8);
  }
}
