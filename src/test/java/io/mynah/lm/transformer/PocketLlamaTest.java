package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.lm.State;
import io.mynah.lm.transformer.hub.ModelFolder;
import io.mynah.lm.transformer.hub.PocketLlama;
import io.mynah.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model made in PyTorch says here what it says there. */
class PocketLlamaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder;

  @BeforeEach
  void find() {
    assumeThat(PocketLlama.find()).as("-Dmynah.reference, and pocket_llama beside it").isPresent();
    folder = PocketLlama.find().orElseThrow();
  }

  @Test
  void theNextPieceIsAsProbableAsInPyTorch() throws IOException {
    TransformerWeights weights = new ModelFolder(folder).weights();
    try (TransformerModel model = new TransformerModel(weights, new ExactKernel())) {
      for (JsonNode each : JSON.readTree(folder.resolve("logits.json").toFile())) {
        State state = model.start();
        state.advance(JSON.convertValue(each.get("ids"), int[].class));
        float[] found = new float[model.vocabulary()];
        state.logProbabilities(found);
        double[] expected = normalised(JSON.convertValue(each.get("last_logits"), double[].class));
        assertThat(expected).hasSameSizeAs(found);
        for (int i = 0; i < found.length; i++) {
          assertThat((double) found[i]).isCloseTo(expected[i], within(1e-3));
        }
      }
    }
  }

  /** ln P of logits. */
  private static double[] normalised(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - max);
    }
    double by = max + Math.log(sum);
    double[] normalised = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      normalised[i] = logits[i] - by;
    }
    return normalised;
  }

  /** The file was written by the functions that the model's own text was encoded by. */
  @Test
  void textsBecomeTheSamePiecesAsThere() throws IOException {
    Tokenizer tokenizer = new ModelFolder(folder).tokenizer().tokenizer();
    int count = 0;
    for (JsonNode each : pieces()) {
      String text = each.get("text").asText();
      int[] ids = JSON.convertValue(each.get("ids"), int[].class);
      assertThat(tokenizer.encode(text)).as(text).isEqualTo(ids);
      assertThat(tokenizer.decode(ids, 0, ids.length)).isEqualTo(text);
      count++;
    }
    assertThat(count).isGreaterThan(100);
  }

  private static JsonNode pieces() throws IOException {
    try (InputStream in = ModelFolder.class.getResourceAsStream("pocket-pieces.json")) {
      return JSON.readTree(Objects.requireNonNull(in));
    }
  }
}
