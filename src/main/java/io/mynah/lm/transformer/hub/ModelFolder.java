package io.mynah.lm.transformer.hub;

import io.mynah.lm.PretrainedBase;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerFormat;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.TransformerWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a folder with a Llama, Qwen2 or Qwen3 in the form of the Hugging Face hub: config.json,
 * model.safetensors or parts of it, tokenizer.json. Each method reads the files again. Immutable
 * and thread-safe.
 */
public final class ModelFolder {
  /** The file of all weights. */
  public static final String WEIGHTS = TensorFiles.WHOLE;

  /** The file that names the parts, where the weights are in several files. */
  public static final String INDEX = TensorFiles.INDEX;

  private static final String TOKENIZER = "tokenizer.json";

  private static final String EMBEDDING = "model.embed_tokens.weight";

  /**
   * The matrix of the softmax. Where the softmax reads the embeddings, some files contain them a
   * second time under this name.
   */
  private static final String SOFTMAX = "lm_head.weight";

  /** Older files contain this, but it can be computed from the shape. */
  private static final String FREQUENCIES = ".self_attn.rotary_emb.inv_freq";

  private final Path folder;

  public ModelFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The shape that config.json describes.
   *
   * @throws IOException also when it describes something unsupported; the message says what
   */
  public TransformerShape shape() throws IOException {
    return ModelConfig.read(folder.resolve(ModelConfig.FILE));
  }

  /**
   * Reads the weights in single precision. Memory is allocated only after every tensor was found to
   * exist and to have the right shape.
   *
   * @throws IOException also when config.json describes something unsupported, or a tensor is
   *     missing, unknown, of a wrong shape, damaged, or of a type other than F32, F16 and BF16; the
   *     message says which
   */
  public TransformerWeights weights() throws IOException {
    TransformerShape shape = shape();
    ParameterLayout layout = new ParameterLayout(shape);
    Map<String, Place> places = places(shape, layout);
    try (TensorFiles files = open(places)) {
      float[] flat = new float[layout.length()];
      for (Map.Entry<String, Place> place : places.entrySet()) {
        files.read(place.getKey(), flat, place.getValue().at);
      }
      return new TransformerWeights(shape, flat);
    }
  }

  /**
   * Reads the model, with its weights rounded to 8 bits; only one parameter at a time is in memory
   * in single precision.
   *
   * @throws IOException as {@link #weights}
   */
  public TransformerModel model() throws IOException {
    TransformerShape shape = shape();
    Map<String, Place> places = places(shape, new ParameterLayout(shape));
    try (TensorFiles files = open(places)) {
      return TransformerModel.read(shape, (part, numbers) -> read(files, places, part, numbers));
    }
  }

  /**
   * Reads the model as a base: its tokens are renumbered, so that the control tokens come first
   * (see {@link BaseVocabulary}), and its weights are rounded to 8 bits. Only one parameter at a
   * time is in memory in single precision.
   *
   * @throws IOException as {@link #weights} and {@link #tokenizer}
   */
  public PretrainedBase base() throws IOException {
    Path config = folder.resolve(ModelConfig.FILE);
    BaseVocabulary vocabulary =
        BaseVocabulary.of(
            tokenizer(),
            ModelConfig.tokens(config, "bos_token_id"),
            ModelConfig.tokens(config, "eos_token_id"));
    return new PretrainedBase(vocabulary.tokenizer(), model(vocabulary));
  }

  /** The model with its tokens renumbered. */
  TransformerModel model(BaseVocabulary vocabulary) throws IOException {
    TransformerShape shape = shape();
    ParameterLayout layout = new ParameterLayout(shape);
    TransformerShape renumbered = shape.with(vocabulary.tokenizer().size());
    if (!TransformerFormat.holds(renumbered)) {
      throw new IOException("The model has more tokens than are supported.");
    }
    List<ParameterLayout.Part> parts = new ParameterLayout(renumbered).parts();
    Map<String, Place> places = places(shape, layout);
    try (TensorFiles files = open(places)) {
      return TransformerModel.read(
          renumbered,
          (part, numbers) -> {
            ParameterLayout.Part original = layout.parts().get(parts.indexOf(part));
            if (original.equals(layout.embedding()) || original.equals(layout.softmax())) {
              String name = original.equals(layout.embedding()) ? EMBEDDING : SOFTMAX;
              int width = shape.width();
              vocabulary.read(
                  (first, count, out, at) ->
                      files.read(name, (long) first * width, (long) count * width, out, at),
                  width,
                  numbers);
            } else {
              read(files, places, original, numbers);
            }
          });
    }
  }

  private static void read(
      TensorFiles files, Map<String, Place> places, ParameterLayout.Part part, float[] numbers)
      throws IOException {
    for (Map.Entry<String, Place> place : places.entrySet()) {
      int at = place.getValue().at - part.at();
      if (at >= 0 && at < part.length()) {
        files.read(place.getKey(), numbers, at);
      }
    }
  }

  /** Opens the files, and checks that they have these tensors and no others. */
  private TensorFiles open(Map<String, Place> places) throws IOException {
    TensorFiles files = TensorFiles.open(folder);
    boolean fine = false;
    try {
      for (Map.Entry<String, Place> place : places.entrySet()) {
        files.expect(place.getKey(), place.getValue().shape);
      }
      for (String name : files.names()) {
        if (!places.containsKey(name) && !name.equals(SOFTMAX) && !name.endsWith(FREQUENCIES)) {
          throw new IOException(
              "The model has the tensor " + JsonFile.shown(name) + ", which is not supported.");
        }
      }
      fine = true;
      return files;
    } finally {
      if (!fine) {
        files.close();
      }
    }
  }

  /**
   * Reads the tokenizer, with as many tokens as the model has; those without a piece are control
   * tokens.
   *
   * @throws IOException also when tokenizer.json or config.json requires something unsupported, or
   *     they do not fit each other; the message says what
   */
  public PublishedTokenizer tokenizer() throws IOException {
    return TokenizerFile.read(folder.resolve(TOKENIZER), shape().vocabulary());
  }

  /**
   * The names of the files with weights, as {@link #INDEX} says.
   *
   * @throws IOException also when it names what is no file of the folder
   */
  public Set<String> parts() throws IOException {
    return new TreeSet<>(TensorFiles.index(folder).values());
  }

  /**
   * What the model says about itself.
   *
   * @throws IOException when a file that exists cannot be read
   */
  public ModelCard card() throws IOException {
    return ModelCard.read(folder);
  }

  /** The positions of each tensor's numbers in the weights. */
  private static Map<String, Place> places(TransformerShape shape, ParameterLayout layout) {
    Map<String, Place> places = new LinkedHashMap<>();
    places.put(EMBEDDING, Place.matrix(layout.embedding()));
    for (int i = 0; i < shape.layers(); i++) {
      ParameterLayout.Layer layer = layout.layers().get(i);
      String name = "model.layers." + i + ".";
      String attention = name + "self_attn.";
      String forward = name + "mlp.";
      places.put(name + "input_layernorm.weight", Place.gain(layer.attentionNorm()));
      int q = shape.queryWidth();
      int keyWidth = shape.keyWidth();
      ParameterLayout.Part projections = layer.projections();
      places.put(attention + "q_proj.weight", Place.rows(projections, 0, q));
      places.put(attention + "k_proj.weight", Place.rows(projections, q, keyWidth));
      places.put(attention + "v_proj.weight", Place.rows(projections, q + keyWidth, keyWidth));
      if (layer.bias() != null) {
        places.put(attention + "q_proj.bias", Place.numbers(layer.bias(), 0, q));
        places.put(attention + "k_proj.bias", Place.numbers(layer.bias(), q, keyWidth));
        places.put(attention + "v_proj.bias", Place.numbers(layer.bias(), q + keyWidth, keyWidth));
      }
      if (layer.queryNorm() != null && layer.keyNorm() != null) {
        places.put(attention + "q_norm.weight", Place.gain(layer.queryNorm()));
        places.put(attention + "k_norm.weight", Place.gain(layer.keyNorm()));
      }
      places.put(attention + "o_proj.weight", Place.matrix(layer.output()));
      places.put(name + "post_attention_layernorm.weight", Place.gain(layer.feedForwardNorm()));
      int inner = shape.inner();
      places.put(forward + "gate_proj.weight", Place.rows(layer.gateAndUp(), 0, inner));
      places.put(forward + "up_proj.weight", Place.rows(layer.gateAndUp(), inner, inner));
      places.put(forward + "down_proj.weight", Place.matrix(layer.down()));
    }
    places.put("model.norm.weight", Place.gain(layout.lastNorm()));
    if (shape.options().separateSoftmax()) {
      places.put(SOFTMAX, Place.matrix(layout.softmax()));
    }
    return places;
  }

  /**
   * The place for a tensor in the weights.
   *
   * @param at index of its first number
   */
  private record Place(int at, List<Long> shape) {
    static Place matrix(ParameterLayout.Part part) {
      return rows(part, 0, part.rows());
    }

    /** The place for some rows of a matrix. */
    static Place rows(ParameterLayout.Part part, int from, int count) {
      return new Place(
          part.at() + from * part.columns(), List.of((long) count, (long) part.columns()));
    }

    static Place gain(ParameterLayout.Part part) {
      return numbers(part, 0, part.length());
    }

    /** The place for some numbers of a gain or bias. */
    static Place numbers(ParameterLayout.Part part, int from, int count) {
      return new Place(part.at() + from, List.of((long) count));
    }
  }
}
