package io.mynah.lm.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PackedOffsetsTest {
  private static void comeBack(int... offsets) {
    int[] given = offsets.clone();
    PackedOffsets packed = PackedOffsets.of(given);
    Arrays.fill(given, -1);
    for (int i = 0; i < offsets.length; i++) {
      assertThat(packed.get(i)).isEqualTo(offsets[i]);
    }
  }

  @Test
  void numbersComeBackAcrossTheEndsOfTheLowerHalf() {
    comeBack(0);
    comeBack(0, 0xFFFF, 0x10000, 0x10001);
    comeBack(0x10000, 0x10000, 0x1FFFF, 0x20000);
    comeBack(0, 1, Integer.MAX_VALUE);
    int[] small = new int[50_000];
    Arrays.setAll(small, i -> 7 * i);
    comeBack(small);
  }

  @Test
  void numbersComeBackWhereSomeUpperHalvesAreMissing() {
    comeBack(3, 0x5_0001, 0x5_0001, 0x9_0000, 0xC_FFFF, 0xD_0000);
    comeBack(new SplittableRandom(1).ints(3000, 0, 1 << 22).sorted().toArray());
  }

  @Test
  void aNumberTakesTwoBytes() {
    assertThat(PackedOffsets.of(new int[] {0, 1, 2}).sizeInBytes()).isEqualTo(6);
    assertThat(PackedOffsets.of(new int[] {0, 1, 0x2_0000}).sizeInBytes()).isEqualTo(6 + 8);
  }
}
