package io.mynah.app.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.transformer.ParameterLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenModelShapesTest {
  @ParameterizedTest
  @CsvSource({
    "smollm2-135m, 134515008",
    "smollm2-360m, 361821120",
    "qwen3-0.6b, 596049920",
  })
  void aShapeHasAsManyWeightsAsThePublishedModel(String name, long weights) {
    assertThat(OpenModelShapes.named(name).map(ParameterLayout::count)).contains(weights);
  }
}
