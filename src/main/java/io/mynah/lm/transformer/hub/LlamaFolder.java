package io.mynah.lm.transformer.hub;

import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.TransformerWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder with a LlamaForCausalLM as the Hugging Face hub has it: config.json, model.safetensors
 * or parts of it, tokenizer.json. Each method reads files anew. Immutable and thread-safe.
 */
public final class LlamaFolder {
  private static final String TOKENIZER = "tokenizer.json";

  /** The softmax reads the embeddings; some files have them a second time. */
  private static final String SOFTMAX = "lm_head.weight";

  /** Computed from the shape; older files have it. */
  private static final String FREQUENCIES = ".self_attn.rotary_emb.inv_freq";

  private final Path folder;

  public LlamaFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The shape that config.json describes.
   *
   * @throws IOException also when it describes what is not supported; the message says what
   */
  public TransformerShape shape() throws IOException {
    return LlamaConfig.read(folder.resolve(LlamaConfig.FILE));
  }

  /**
   * The weights. Memory is taken when every tensor is known to be there and of the right shape.
   *
   * @throws IOException also when config.json describes what is not supported, or a tensor is
   *     missing, unknown, of a wrong shape, damaged, or of a type other than F32, F16 and BF16; the
   *     message says which
   */
  public TransformerWeights weights() throws IOException {
    TransformerShape shape = shape();
    ParameterLayout layout = new ParameterLayout(shape);
    Map<String, Place> places = places(shape, layout);
    try (TensorFiles files = TensorFiles.open(folder)) {
      for (Map.Entry<String, Place> place : places.entrySet()) {
        files.expect(place.getKey(), place.getValue().shape);
      }
      for (String name : files.names()) {
        if (!places.containsKey(name) && !name.equals(SOFTMAX) && !name.endsWith(FREQUENCIES)) {
          throw new IOException(
              "The model has the tensor " + JsonFile.shown(name) + ", which is not supported.");
        }
      }
      float[] flat = new float[layout.length()];
      for (Map.Entry<String, Place> place : places.entrySet()) {
        files.read(place.getKey(), flat, place.getValue().at);
      }
      return new TransformerWeights(shape, flat);
    }
  }

  /**
   * The tokenizer, with as many tokens as the model has; those without a piece are control tokens.
   *
   * @throws IOException also when tokenizer.json or config.json asks for what is not supported, or
   *     they do not fit each other; the message says what
   */
  public PublishedTokenizer tokenizer() throws IOException {
    return TokenizerFile.read(folder.resolve(TOKENIZER), shape().vocabulary());
  }

  /** Where the numbers of each tensor stand in the weights. */
  private static Map<String, Place> places(TransformerShape shape, ParameterLayout layout) {
    Map<String, Place> places = new LinkedHashMap<>();
    places.put("model.embed_tokens.weight", Place.matrix(layout.embedding()));
    for (int i = 0; i < shape.layers(); i++) {
      ParameterLayout.Layer layer = layout.layers().get(i);
      String name = "model.layers." + i + ".";
      String attention = name + "self_attn.";
      String forward = name + "mlp.";
      places.put(name + "input_layernorm.weight", Place.gain(layer.attentionNorm()));
      int q = shape.queryWidth();
      int kv = shape.keyWidth();
      ParameterLayout.Part projections = layer.projections();
      places.put(attention + "q_proj.weight", Place.rows(projections, 0, q));
      places.put(attention + "k_proj.weight", Place.rows(projections, q, kv));
      places.put(attention + "v_proj.weight", Place.rows(projections, q + kv, kv));
      places.put(attention + "o_proj.weight", Place.matrix(layer.output()));
      places.put(name + "post_attention_layernorm.weight", Place.gain(layer.feedForwardNorm()));
      int inner = shape.inner();
      places.put(forward + "gate_proj.weight", Place.rows(layer.gateAndUp(), 0, inner));
      places.put(forward + "up_proj.weight", Place.rows(layer.gateAndUp(), inner, inner));
      places.put(forward + "down_proj.weight", Place.matrix(layer.down()));
    }
    places.put("model.norm.weight", Place.gain(layout.lastNorm()));
    return places;
  }

  /**
   * What becomes of a tensor.
   *
   * @param at the place of its first number in the weights
   */
  private record Place(int at, List<Long> shape) {
    static Place matrix(ParameterLayout.Part part) {
      return rows(part, 0, part.rows());
    }

    /** Some rows of a matrix. */
    static Place rows(ParameterLayout.Part part, int from, int count) {
      return new Place(
          part.at() + from * part.columns(), List.of((long) count, (long) part.columns()));
    }

    static Place gain(ParameterLayout.Part part) {
      return new Place(part.at(), List.of((long) part.length()));
    }
  }
}
