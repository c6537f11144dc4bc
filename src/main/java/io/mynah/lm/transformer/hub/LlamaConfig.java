package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerFormat;
import io.mynah.lm.transformer.TransformerShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the config.json of a LlamaForCausalLM, with the fields of the <a
 * href="https://huggingface.co/docs/transformers/model_doc/llama">Transformers library</a>.
 * Settings that {@link TransformerShape} does not support are refused. Thread-safe.
 */
final class LlamaConfig {
  static final String FILE = "config.json";

  private static final String ARCHITECTURE = "LlamaForCausalLM";
  private static final int LARGEST_FILE = 1 << 20;
  private static final double USUAL_THETA = 1e4;
  private static final int MOST_FEATURES = 1 << 16;
  private static final int MOST_TOKENS = 1 << 18;
  private static final int MOST_LAYERS = 128;
  private static final int MOST_HEADS = 1 << 8;
  private static final int MOST_CONTEXT = 1 << 20;

  private final JsonNode config;

  private LlamaConfig(JsonNode config) {
    this.config = config;
  }

  /**
   * Reads the shape of a model.
   *
   * @param file config.json
   * @throws IOException also when the file is not such a file, or describes a model of another kind
   */
  static TransformerShape read(Path file) throws IOException {
    return new LlamaConfig(JsonFile.read(file, LARGEST_FILE)).shape();
  }

  private TransformerShape shape() throws IOException {
    checkKind();
    int width = size("hidden_size", MOST_FEATURES);
    int heads = size("num_attention_heads", MOST_HEADS);
    TransformerShape shape;
    try {
      shape =
          new TransformerShape(
              size("vocab_size", MOST_TOKENS),
              width,
              size("num_hidden_layers", MOST_LAYERS),
              heads,
              has("num_key_value_heads") ? size("num_key_value_heads", MOST_HEADS) : heads,
              headWidth(width, heads),
              size("intermediate_size", MOST_FEATURES),
              size("max_position_embeddings", MOST_CONTEXT),
              theta(),
              positive(config.path("rms_norm_eps"), "rms_norm_eps"));
    } catch (IllegalArgumentException e) {
      throw new IOException(FILE + " describes sizes that do not fit each other.", e);
    }
    if (!TransformerFormat.holds(shape)) {
      throw new IOException(
          FILE
              + " describes a model of "
              + ParameterLayout.count(shape)
              + " numbers, which is more than is supported.");
    }
    return shape;
  }

  private void checkKind() throws IOException {
    JsonNode architectures = config.path("architectures");
    if (architectures.size() != 1 || !ARCHITECTURE.equals(architectures.path(0).asText())) {
      throw refused("architectures", "[\"" + ARCHITECTURE + "\"]");
    }
    mustBe("model_type", "llama");
    mustBe("hidden_act", "silu");
    mustBe("tie_word_embeddings", "true");
    for (String field : List.of("attention_bias", "mlp_bias")) {
      if (has(field)) {
        mustBe(field, "false");
      }
    }
    for (String field : List.of("rope_scaling", "quantization_config")) {
      if (has(field)) {
        throw refused(field, "null");
      }
    }
    if (has("partial_rotary_factor") && config.path("partial_rotary_factor").asDouble() != 1) {
      throw refused("partial_rotary_factor", "1");
    }
    if (has("rope_interleaved")) {
      mustBe("rope_interleaved", "false");
    }
  }

  private boolean has(String field) {
    return !JsonFile.isNothing(config.path(field));
  }

  private void mustBe(String field, String value) throws IOException {
    if (!value.equals(config.path(field).asText())) {
      throw refused(field, value);
    }
  }

  private IOException refused(String field, String supported) {
    JsonNode value = config.path(field);
    String found = value.isMissingNode() ? "missing" : JsonFile.shown(value.toString());
    return new IOException(
        field + " in " + FILE + " is " + found + "; only " + supported + " is supported.");
  }

  private int size(String field, int most) throws IOException {
    JsonNode value = config.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > most) {
      throw refused(field, "a whole number from 1 to " + most);
    }
    return value.intValue();
  }

  private int headWidth(int width, int heads) throws IOException {
    if (has("head_dim")) {
      return size("head_dim", MOST_HEADS);
    }
    if (width % heads != 0 || width / heads > MOST_HEADS) {
      throw refused("hidden_size", "a multiple of num_attention_heads");
    }
    return width / heads;
  }

  /** The base of the rotary positions, which newer files have in an object of its own. */
  private double theta() throws IOException {
    JsonNode positions = config.path("rope_parameters");
    if (!JsonFile.isNothing(positions)) {
      if (!"default".equals(positions.path("rope_type").asText())) {
        throw refused("rope_parameters", "the rope_type default");
      }
      return positive(positions.path("rope_theta"), "rope_parameters");
    }
    return has("rope_theta") ? positive(config.path("rope_theta"), "rope_theta") : USUAL_THETA;
  }

  private double positive(JsonNode value, String field) throws IOException {
    double number = value.isNumber() ? value.doubleValue() : 0;
    if (!(number > 0) || !Double.isFinite(number)) {
      throw refused(field, "a number above 0");
    }
    return number;
  }
}
