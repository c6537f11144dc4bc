package io.mynah.lm.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.lm.transformer.hub.ModelFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Small models of random weights in the form of the Hugging Face hub, and what PyTorch computes
 * with them; made by {@code src/test/scripts/reference-models}.
 */
public final class ReferenceModels {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReferenceModels() {}

  /** The names of all models. */
  public static List<String> names() {
    return List.of(
        "llama-tied",
        "llama-untied",
        "llama-scaled",
        "llama-scaled-untied",
        "qwen2-tied",
        "qwen2-untied",
        "qwen3-tied",
        "qwen3-untied");
  }

  /** Where a model lies. */
  public static Path folder(String name) throws IOException {
    try {
      return Path.of(
          Objects.requireNonNull(ReferenceModels.class.getResource("reference/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  public static TransformerWeights weights(String name) throws IOException {
    return new ModelFolder(folder(name)).weights();
  }

  /** The ids of a text, the logits after some of its places, and the loss of all but the first. */
  public static JsonNode expected(String name) throws IOException {
    return JSON.readTree(folder(name).resolve("expected.json").toFile());
  }

  public static int[] ids(JsonNode expected) {
    return JSON.convertValue(expected.get("ids"), int[].class);
  }

  /** ln P of every next token after a place; empty if it is not there. */
  static double[] logProbabilities(JsonNode expected, int place) {
    JsonNode there = expected.get("logits").path(String.valueOf(place));
    if (there.isMissingNode()) {
      return new double[0];
    }
    double[] logits = JSON.convertValue(there, double[].class);
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] -= Math.log(sum);
    }
    return logits;
  }
}
