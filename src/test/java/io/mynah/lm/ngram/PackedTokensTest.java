package io.mynah.lm.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTokensTest {
  @ParameterizedTest
  @ValueSource(ints = {0x10000, 0x10001, 1 << 18})
  void tokensAreThereAndFound(int vocabulary) {
    int[] tokens =
        new Random(1).ints(500, 0, vocabulary - 1).distinct().sorted().limit(400).toArray();
    tokens[399] = vocabulary - 1;
    PackedTokens packed = PackedTokens.of(Arrays.copyOf(tokens, 1000), 400);
    assertThat(packed.size()).isEqualTo(400);
    assertThat(packed.sizeInBytes()).isEqualTo(vocabulary > 0x10000 ? 1200 : 800);
    for (int i = 0; i < 400; i++) {
      assertThat(packed.get(i)).isEqualTo(tokens[i]);
      assertThat(packed.find(tokens[i], 0, 400)).isEqualTo(i);
      assertThat(packed.find(tokens[i], i + 1, 400)).isEqualTo(-1);
    }
    assertThat(packed.find(vocabulary, 0, 400)).isEqualTo(-1);
  }
}
