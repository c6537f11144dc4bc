package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.lm.transformer.TransformerShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A Llama of random numbers, and the files that other programs would make of it. */
final class TinyLlama {
  static final TransformerShape SHAPE =
      new TransformerShape(300, 12, 2, 4, 2, 6, 20, 32, 5e4, 1e-6);

  static final String WHOLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  static final String CONFIG = "config.json";
  static final String TOKENIZER = "tokenizer.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A tensor; rows are 0 for a gain. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Tensor(int rows, int columns, float[] numbers) {
    long[] shape() {
      return rows == 0 ? new long[] {columns} : new long[] {rows, columns};
    }
  }

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom(8);

  TinyLlama() {
    add("model.embed_tokens.weight", 300, 12);
    for (int i = 0; i < 2; i++) {
      String layer = "model.layers." + i + ".";
      add(layer + "self_attn.q_proj.weight", 24, 12);
      add(layer + "self_attn.k_proj.weight", 12, 12);
      add(layer + "self_attn.v_proj.weight", 12, 12);
      add(layer + "self_attn.o_proj.weight", 12, 24);
      add(layer + "mlp.gate_proj.weight", 20, 12);
      add(layer + "mlp.up_proj.weight", 20, 12);
      add(layer + "mlp.down_proj.weight", 12, 20);
      add(layer + "input_layernorm.weight", 0, 12);
      add(layer + "post_attention_layernorm.weight", 0, 12);
    }
    add("model.norm.weight", 0, 12);
  }

  private void add(String name, int rows, int columns) {
    float[] numbers = new float[Math.max(1, rows) * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    tensors.put(name, new Tensor(rows, columns, numbers));
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  Tensor tensor(String name) {
    return tensors.get(name);
  }

  static ObjectNode config() {
    ObjectNode config = JSON.createObjectNode();
    config.putArray("architectures").add("LlamaForCausalLM");
    return config
        .put("model_type", "llama")
        .put("hidden_size", 12)
        .put("intermediate_size", 20)
        .put("num_hidden_layers", 2)
        .put("num_attention_heads", 4)
        .put("num_key_value_heads", 2)
        .put("head_dim", 6)
        .put("vocab_size", 300)
        .put("max_position_embeddings", 32)
        .put("rms_norm_eps", 1e-6)
        .put("rope_theta", 5e4)
        .putNull("rope_scaling")
        .put("tie_word_embeddings", true)
        .put("hidden_act", "silu")
        .put("attention_bias", false)
        .put("mlp_bias", false)
        .put("torch_dtype", "bfloat16");
  }

  /** The bytes are tokens 1 to 256, "th" is 257, " th" 258, " the" 259, {@code <|end|>} 0. */
  static ObjectNode tokenizer() {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0").putNull("truncation");
    root.putNull("padding").putNull("normalizer").putNull("post_processor");
    root.putArray("added_tokens")
        .addObject()
        .put("id", 0)
        .put("content", "<|end|>")
        .put("special", true);
    root.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("use_regex", true);
    root.putObject("decoder").put("type", "ByteLevel").put("add_prefix_space", true);
    ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout");
    model.put("ignore_merges", false).put("byte_fallback", false).put("end_of_word_suffix", "");
    ObjectNode vocabulary = model.putObject("vocab").put("<|end|>", 0);
    int other = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
      vocabulary.put(String.valueOf((char) (printable ? b : other++)), 1 + b);
    }
    vocabulary.put("th", 257).put("Ġth", 258).put("Ġthe", 259);
    ArrayNode merges = model.putArray("merges");
    merges.add("t h").add("Ġ th").add("Ġth e");
    return root;
  }

  /** Writes one file of weights and the others. */
  TinyLlama writeWhole(Path folder, String type) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(type);
    tensors.forEach((name, tensor) -> writer.add(name, tensor.numbers(), tensor.shape()));
    writer.write(folder.resolve(WHOLE));
    writeOthers(folder);
    return this;
  }

  /** Writes two parts with an index and the others. */
  TinyLlama writeParts(Path folder, String type) throws IOException {
    List<SafetensorsWriter> parts =
        List.of(new SafetensorsWriter(type), new SafetensorsWriter(type));
    ObjectNode index = JSON.createObjectNode();
    index.putObject("metadata").put("total_size", 1);
    ObjectNode map = index.putObject("weight_map");
    int next = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      int part = next++ % 2;
      Tensor tensor = entry.getValue();
      parts.get(part).add(entry.getKey(), tensor.numbers(), tensor.shape());
      map.put(entry.getKey(), partName(part));
    }
    for (int part = 0; part < 2; part++) {
      parts.get(part).write(folder.resolve(partName(part)));
    }
    Files.writeString(folder.resolve(INDEX), index.toString());
    writeOthers(folder);
    return this;
  }

  static String partName(int part) {
    return "model-0000" + (part + 1) + "-of-00002.safetensors";
  }

  private static void writeOthers(Path folder) throws IOException {
    Files.writeString(folder.resolve(CONFIG), config().toString());
    Files.writeString(folder.resolve(TOKENIZER), tokenizer().toString());
  }
}
