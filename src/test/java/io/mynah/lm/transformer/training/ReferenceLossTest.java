package io.mynah.lm.transformer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.transformer.ReferenceModels;
import io.mynah.lm.transformer.TransformerWeights;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every architecture has the loss in training that it has in PyTorch. */
class ReferenceLossTest {
  @ParameterizedTest
  @MethodSource("io.mynah.lm.transformer.ReferenceModels#names")
  void theLossIsThatOfPyTorch(String name) throws IOException {
    JsonNode expected = ReferenceModels.expected(name);
    int[] ids = ReferenceModels.ids(expected);
    TransformerWeights weights = ReferenceModels.weights(name);
    int length = ids.length - 1;
    Duration ample = Duration.ofMinutes(1);
    for (int rank : new int[] {0, 2}) {
      TransformerConfig config =
          new TransformerConfig(
              1, length, false, rank, 2, 1e-2, 1, 1, 0.9, 0.99, 0, 1e9, 0, 0, 1, 1, 1, ample,
              ample);
      try (TransformerNetwork network =
          new TransformerNetwork(config, weights.shape(), weights.flat(), 1, Precision.SINGLE, 1)) {
        RowBatch rows = new RowBatch(network.rows(), length);
        System.arraycopy(ids, 0, rows.inputs(), 0, length);
        System.arraycopy(ids, 1, rows.targets(), 0, length);
        Arrays.fill(rows.weights(), 1);
        double loss = expected.get("loss").asDouble();
        assertThat(network.score(rows)).isCloseTo(loss, within(2e-6 * loss));
      }
    }
  }
}
