package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformerShapeTest {
  @Test
  void headsOfKeysServeGroupsOfHeadsOfQueries() {
    TransformerShape shape = new TransformerShape(11, 12, 3, 6, 2, 4, 10, 100, 1e4, 1e-5);
    assertThat(shape.group()).isEqualTo(3);
    assertThat(shape.queryWidth()).isEqualTo(24);
    assertThat(shape.keyWidth()).isEqualTo(8);
    assertThat(shape.attentionWidth()).isEqualTo(40);
  }

  @Test
  void headsShareTheWidthUnlessSaidOtherwise() {
    assertThat(TransformerShape.of(11, 24, 3, 6, 2, 10, 100))
        .isEqualTo(new TransformerShape(11, 24, 3, 6, 2, 4, 10, 100, 1e4, 1e-5));
  }

  /** One size is wrong in each. */
  @ParameterizedTest
  @CsvSource({
    " 0, 12,  3, 6,  2,  4, 10, 100, 1e4, 1e-5",
    "11,  0,  3, 6,  2,  4, 10, 100, 1e4, 1e-5",
    "11, 12,  0, 6,  2,  4, 10, 100, 1e4, 1e-5",
    "11, 12, -1, 6,  2,  4, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 0,  2,  4, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6,  0,  4, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6, -2,  4, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6,  4,  4, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6, 12,  4, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6,  2,  0, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6,  2,  3, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6,  2, -2, 10, 100, 1e4, 1e-5",
    "11, 12,  3, 6,  2,  4,  0, 100, 1e4, 1e-5",
    "11, 12,  3, 6,  2,  4, 10,   0, 1e4, 1e-5",
    "11, 12,  3, 6,  2,  4, 10, 100,   0, 1e-5",
    "11, 12,  3, 6,  2,  4, 10, 100,  -1, 1e-5",
    "11, 12,  3, 6,  2,  4, 10, 100, NaN, 1e-5",
    "11, 12,  3, 6,  2,  4, 10, 100, 1e4, 0",
    "11, 12,  3, 6,  2,  4, 10, 100, 1e4, NaN"
  })
  void sizesThatFitNoNetworkAreRefused(
      int vocabulary,
      int width,
      int layers,
      int heads,
      int keyHeads,
      int headWidth,
      int inner,
      int context,
      double theta,
      double epsilon) {
    assertThatThrownBy(
            () ->
                new TransformerShape(
                    vocabulary,
                    width,
                    layers,
                    heads,
                    keyHeads,
                    headWidth,
                    inner,
                    context,
                    theta,
                    epsilon))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
