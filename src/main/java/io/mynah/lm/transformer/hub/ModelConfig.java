package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerFormat;
import io.mynah.lm.transformer.TransformerShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the config.json of a Llama, Qwen2 or Qwen3, with the fields of the Transformers library (<a
 * href="https://huggingface.co/docs/transformers/model_doc/llama">Llama</a>, <a
 * href="https://huggingface.co/docs/transformers/model_doc/qwen2">Qwen2</a>, <a
 * href="https://huggingface.co/docs/transformers/model_doc/qwen3">Qwen3</a>). Settings that {@link
 * TransformerShape} does not support are refused. Thread-safe.
 */
final class ModelConfig {
  static final String FILE = "config.json";

  private static final int LARGEST_FILE = 1 << 20;
  private static final double USUAL_THETA = 1e4;
  private static final int MOST_FEATURES = 1 << 16;
  private static final int MOST_TOKENS = 1 << 18;
  private static final int MOST_LAYERS = 128;
  private static final int MOST_HEADS = 1 << 8;
  private static final int MOST_CONTEXT = 1 << 20;

  private final JsonNode config;

  private ModelConfig(JsonNode config) {
    this.config = config;
  }

  /** The supported architectures. */
  private enum Architecture {
    LLAMA("LlamaForCausalLM", "llama", false, false),
    QWEN2("Qwen2ForCausalLM", "qwen2", true, false),
    QWEN3("Qwen3ForCausalLM", "qwen3", false, true);

    private final String name;
    private final String type;
    private final boolean biases;
    private final boolean headNorms;

    /**
     * @param name in the field architectures
     * @param type in the field model_type
     */
    Architecture(String name, String type, boolean biases, boolean headNorms) {
      this.name = name;
      this.type = type;
      this.biases = biases;
      this.headNorms = headNorms;
    }
  }

  /**
   * Reads the shape of a model.
   *
   * @param file config.json
   * @throws IOException also when the file is not such a file, or describes a model of another kind
   */
  static TransformerShape read(Path file) throws IOException {
    return new ModelConfig(JsonFile.read(file, LARGEST_FILE)).shape();
  }

  /**
   * Reads the special tokens that a field names.
   *
   * @param file config.json
   * @param field eos_token_id or bos_token_id
   * @return their ids, none if there is no such field
   * @throws IOException also when an id is none of the model's
   */
  static List<Integer> tokens(Path file, String field) throws IOException {
    ModelConfig config = new ModelConfig(JsonFile.read(file, LARGEST_FILE));
    int size = config.size("vocab_size", MOST_TOKENS);
    JsonNode value = config.config.path(field);
    if (JsonFile.isNothing(value)) {
      return List.of();
    }
    List<Integer> tokens = new ArrayList<>();
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      if (!each.isIntegralNumber()
          || !each.canConvertToInt()
          || each.intValue() < 0
          || each.intValue() >= size) {
        throw config.refused(field, "a token of the model, or a list of some,");
      }
      tokens.add(each.intValue());
    }
    return List.copyOf(tokens);
  }

  private TransformerShape shape() throws IOException {
    Architecture architecture = architecture();
    checkSettings(architecture);
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
              architecture != Architecture.LLAMA || has("num_key_value_heads")
                  ? size("num_key_value_heads", MOST_HEADS)
                  : heads,
              headWidth(architecture, width, heads),
              size("intermediate_size", MOST_FEATURES),
              size("max_position_embeddings", MOST_CONTEXT),
              theta(),
              positive(config.path("rms_norm_eps"), "rms_norm_eps"),
              new TransformerShape.Options(
                  !config.path("tie_word_embeddings").booleanValue(),
                  architecture.biases,
                  architecture.headNorms,
                  scaling()));
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

  private Architecture architecture() throws IOException {
    JsonNode names = config.path("architectures");
    for (Architecture each : Architecture.values()) {
      if (names.size() == 1 && each.name.equals(names.path(0).asText())) {
        return each;
      }
    }
    throw refused(
        "architectures",
        Arrays.stream(Architecture.values())
            .map(each -> "[\"" + each.name + "\"]")
            .collect(Collectors.joining(" or ")));
  }

  private void checkSettings(Architecture architecture) throws IOException {
    mustBe("model_type", architecture.type);
    mustBe("hidden_act", "silu");
    if (!config.path("tie_word_embeddings").isBoolean()) {
      throw refused("tie_word_embeddings", "true or false");
    }
    for (String field :
        List.of(
            "attention_bias", "mlp_bias", "rope_interleaved", "use_mrope", "use_sliding_window")) {
      // Qwen2 always has biases, whatever a file says.
      if (has(field) && !(architecture.biases && field.equals("attention_bias"))) {
        mustBe(field, "false");
      }
    }
    if (has("quantization_config")) {
      throw refused("quantization_config", "null");
    }
    if (has("sliding_window") && !has("use_sliding_window")) {
      throw refused("sliding_window", "null, or any size with use_sliding_window false,");
    }
    for (JsonNode layer : config.path("layer_types")) {
      if (!"full_attention".equals(layer.asText())) {
        throw refused("layer_types", "full_attention in every layer");
      }
    }
    if (config.path("partial_rotary_factor").asDouble(1) != 1) {
      throw refused("partial_rotary_factor", "1");
    }
    if (config.path(positions()).path("partial_rotary_factor").asDouble(1) != 1) {
      throw refused(positions(), "a partial_rotary_factor of 1");
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
    return JsonFile.refused(FILE, field, config.path(field), supported);
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

  private int headWidth(Architecture architecture, int width, int heads) throws IOException {
    if (architecture == Architecture.QWEN3 || has("head_dim")) {
      return size("head_dim", MOST_HEADS);
    }
    if (width % heads != 0 || width / heads > MOST_HEADS) {
      throw refused("hidden_size", "a multiple of num_attention_heads");
    }
    return width / heads;
  }

  /** The name of the object that describes the rotary positions; newer files have another. */
  private String positions() throws IOException {
    if (has("rope_parameters") && has("rope_scaling")) {
      throw refused("rope_scaling", "null beside rope_parameters");
    }
    return has("rope_parameters") ? "rope_parameters" : "rope_scaling";
  }

  /** The base of the rotary positions, which newer files have in an object of its own. */
  private double theta() throws IOException {
    JsonNode theta = config.path(positions()).path("rope_theta");
    if (!JsonFile.isNothing(theta)) {
      return positive(theta, positions());
    }
    return has("rope_theta") ? positive(config.path("rope_theta"), "rope_theta") : USUAL_THETA;
  }

  private RotaryPositions.@Nullable Scaling scaling() throws IOException {
    String field = positions();
    JsonNode positions = config.path(field);
    if (JsonFile.isNothing(positions)) {
      return null;
    }
    String type = positions.path(positions.has("rope_type") ? "rope_type" : "type").asText();
    if (type.equals("default")) {
      return null;
    }
    JsonNode context = positions.path("original_max_position_embeddings");
    if (type.equals("llama3") && context.isIntegralNumber() && context.canConvertToInt()) {
      try {
        return new RotaryPositions.Scaling(
            positive(positions.path("factor"), field),
            positive(positions.path("low_freq_factor"), field),
            positive(positions.path("high_freq_factor"), field),
            context.intValue());
      } catch (IllegalArgumentException e) {
        throw refused(field, "a factor of at least 1, and frequency factors in order,");
      }
    }
    throw refused(field, "the rope_type default, or llama3 with its four numbers,");
  }

  private double positive(JsonNode value, String field) throws IOException {
    double number = value.isNumber() ? value.doubleValue() : 0;
    if (!(number > 0) || !Double.isFinite(number)) {
      throw refused(field, "a number above 0");
    }
    return number;
  }
}
