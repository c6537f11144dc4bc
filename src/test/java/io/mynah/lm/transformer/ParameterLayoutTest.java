package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  private static final TransformerShape SHAPE =
      new TransformerShape(11, 12, 3, 6, 2, 4, 10, 100, 1e4, 1e-5);

  private final ParameterLayout layout = new ParameterLayout(SHAPE);

  @Test
  void partsFollowOneAnotherWithoutGaps() {
    int at = 0;
    for (ParameterLayout.Part part : layout.parts()) {
      assertThat(part.at()).isEqualTo(at);
      assertThat(part.length()).isEqualTo(part.rows() * part.columns()).isPositive();
      at += part.length();
    }
    assertThat(layout.length()).isEqualTo(at);
    assertThat(ParameterLayout.count(SHAPE)).isEqualTo(at);
  }

  @Test
  void theTableComesFirstThenTheLayersThenTheLastNorm() {
    List<ParameterLayout.Part> expected = new ArrayList<>();
    expected.add(layout.embedding());
    for (ParameterLayout.Layer layer : layout.layers()) {
      expected.add(layer.attentionNorm());
      expected.add(layer.projections());
      expected.add(layer.output());
      expected.add(layer.feedForwardNorm());
      expected.add(layer.gateAndUp());
      expected.add(layer.down());
    }
    expected.add(layout.lastNorm());
    assertThat(layout.parts()).isEqualTo(expected);
    assertThat(layout.layers()).hasSize(3);
  }

  @Test
  void matricesHaveARowForEachFeatureOfTheResult() {
    assertShape(layout.embedding(), 11, 12);
    for (ParameterLayout.Layer layer : layout.layers()) {
      assertShape(layer.attentionNorm(), 1, 12);
      assertShape(layer.projections(), 24 + 8 + 8, 12);
      assertShape(layer.output(), 12, 24);
      assertShape(layer.feedForwardNorm(), 1, 12);
      assertShape(layer.gateAndUp(), 20, 12);
      assertShape(layer.down(), 12, 10);
    }
    assertShape(layout.lastNorm(), 1, 12);
  }

  private static void assertShape(ParameterLayout.Part part, int rows, int columns) {
    assertThat(part.rows()).isEqualTo(rows);
    assertThat(part.columns()).isEqualTo(columns);
  }

  @Test
  void onlyTheNormsHaveGains() {
    List<ParameterLayout.Part> gains = new ArrayList<>();
    for (ParameterLayout.Layer layer : layout.layers()) {
      gains.add(layer.attentionNorm());
      gains.add(layer.feedForwardNorm());
    }
    gains.add(layout.lastNorm());
    assertThat(layout.parts())
        .filteredOn(part -> part.kind() == ParameterLayout.Kind.GAIN)
        .isEqualTo(gains);
  }

  @Test
  void whatAnOptionAddsFollowsWhatItBelongsTo() {
    TransformerShape shape = SHAPE.with(new TransformerShape.Options(true, true, true, null));
    ParameterLayout all = new ParameterLayout(shape);
    List<ParameterLayout.Part> expected = new ArrayList<>();
    expected.add(all.embedding());
    for (ParameterLayout.Layer layer : all.layers()) {
      expected.add(layer.attentionNorm());
      expected.add(layer.projections());
      expected.add(layer.bias());
      expected.add(layer.queryNorm());
      expected.add(layer.keyNorm());
      expected.add(layer.output());
      expected.add(layer.feedForwardNorm());
      expected.add(layer.gateAndUp());
      expected.add(layer.down());
    }
    expected.add(all.lastNorm());
    expected.add(all.softmax());
    assertThat(all.parts()).isEqualTo(expected);
    assertThat(all.length()).isEqualTo(layout.length() + 3 * (40 + 4 + 4) + 11 * 12);
    assertThat(ParameterLayout.count(shape)).isEqualTo(all.length());
    assertThat(layout.softmax()).isEqualTo(layout.embedding());
  }

  @Test
  void moreThanAnArrayHoldsIsRefused() {
    TransformerShape large = TransformerShape.of(100_000, 4096, 32, 32, 8, 14_336, 8192);
    assertThat(ParameterLayout.count(large)).isEqualTo(7_389_188_096L);
    assertThatThrownBy(() -> new ParameterLayout(large))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
