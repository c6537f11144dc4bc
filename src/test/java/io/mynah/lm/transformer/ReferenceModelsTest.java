package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.lm.State;
import io.mynah.lm.transformer.hub.ModelFolder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every architecture, with every option, says what it says in PyTorch. */
class ReferenceModelsTest {
  private static final String NAMES = "io.mynah.lm.transformer.ReferenceModels#names";

  @ParameterizedTest
  @MethodSource(NAMES)
  void tokenByTokenTheNextIsAsProbableAsInPyTorch(String name) throws IOException {
    JsonNode expected = ReferenceModels.expected(name);
    int[] ids = ReferenceModels.ids(expected);
    int compared = 0;
    try (TransformerModel model =
        new TransformerModel(ReferenceModels.weights(name), new ExactKernel())) {
      State state = model.start();
      float[] found = new float[model.vocabulary()];
      for (int i = 0; i < ids.length; i++) {
        state.advance(ids[i]);
        state.logProbabilities(found);
        compared += compare(expected, i, found);
      }
    }
    assertThat(compared).isEqualTo(expected.get("logits").size()).isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void allTokensAtOnceTheNextIsAsProbableAsInPyTorch(String name) throws IOException {
    JsonNode expected = ReferenceModels.expected(name);
    int[] ids = ReferenceModels.ids(expected);
    int compared = 0;
    try (TransformerModel model =
        new TransformerModel(ReferenceModels.weights(name), new ExactKernel())) {
      float[][] found = new float[ids.length][model.vocabulary()];
      model.read(List.of(model.start()), new int[][] {ids}, new float[][][] {found});
      for (int i = 0; i < ids.length; i++) {
        compared += compare(expected, i, found[i]);
      }
    }
    assertThat(compared).isEqualTo(expected.get("logits").size());
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void aModelThatIsReadPartByPartIsTheSame(String name) throws IOException {
    try (TransformerModel whole = new TransformerModel(ReferenceModels.weights(name));
        TransformerModel read = new ModelFolder(ReferenceModels.folder(name)).model()) {
      assertThat(read.shape()).isEqualTo(whole.shape());
      assertThat(read.digest()).isEqualTo(whole.digest());
    }
  }

  private static int compare(JsonNode expected, int place, float[] found) {
    double[] there = ReferenceModels.logProbabilities(expected, place);
    for (int i = 0; i < there.length; i++) {
      assertThat((double) found[i])
          .as("token %s after place %s", i, place)
          .isCloseTo(there[i], within(5e-5));
    }
    return there.length == 0 ? 0 : 1;
  }

  /** With the kernel that is in use, whose weights have 8 bits. */
  @ParameterizedTest
  @MethodSource(NAMES)
  void roundedWeightsChangeLittle(String name) throws IOException {
    JsonNode expected = ReferenceModels.expected(name);
    int[] ids = ReferenceModels.ids(expected);
    try (TransformerModel model = new TransformerModel(ReferenceModels.weights(name))) {
      State state = model.start();
      state.advance(ids);
      float[] found = new float[model.vocabulary()];
      state.logProbabilities(found);
      double[] there = ReferenceModels.logProbabilities(expected, ids.length - 1);
      for (int i = 0; i < there.length; i++) {
        assertThat((double) found[i]).isCloseTo(there[i], within(0.3));
      }
    }
  }
}
