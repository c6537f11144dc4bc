package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.lm.Chats;
import io.mynah.lm.Turn;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small model of random numbers whose tokenizer knows some texts, as others would publish it.
 * Each digit is a token, as in SmolLM2. The tokens are {@code <|endoftext|>}, {@code <|im_start|>},
 * {@code <|im_end|>}, the pieces, and five without a name.
 */
public final class PublishedModel {
  static final int END_OF_TEXT = 0;
  static final int BEGIN_OF_TURN = 1;
  static final int END_OF_TURN = 2;
  static final int SPECIAL = 3;
  static final int SPARE = 5;

  private static final int PIECES = 420;
  private static final int WIDTH = 32;
  private static final int INNER = 48;
  private static final int LAYERS = 2;

  private final SplittableRandom random = new SplittableRandom(4);
  private final SafetensorsWriter tensors = new SafetensorsWriter("BF16");
  private final Path folder;
  private final boolean tied;

  private PublishedModel(Path folder, boolean tied) {
    this.folder = folder;
    this.tied = tied;
  }

  /** Writes a model that is not for conversations. */
  public static Path write(Path folder, List<String> texts) throws IOException {
    return write(folder, texts, true, END_OF_TEXT);
  }

  /**
   * Writes a model.
   *
   * @param tied whether the softmax reads the embeddings
   * @param end the token that config.json names as an end of text
   */
  static Path write(Path folder, List<String> texts, boolean tied, int end) throws IOException {
    Files.createDirectories(folder);
    new PublishedModel(folder, tied).write(new BpeTrainer(PIECES).train(texts), end);
    return folder;
  }

  private void write(BpeTokenizer tokenizer, int end) throws IOException {
    ObjectNode json = tokenizer(tokenizer);
    Files.writeString(folder.resolve("tokenizer.json"), json.toString());
    int size = SPECIAL + tokenizer.size() - ControlTokens.COUNT + SPARE;
    Files.writeString(folder.resolve("config.json"), config(size, end).toString());
    add("model.embed_tokens.weight", size, WIDTH);
    for (int i = 0; i < LAYERS; i++) {
      String layer = "model.layers." + i + ".";
      add(layer + "self_attn.q_proj.weight", WIDTH, WIDTH);
      add(layer + "self_attn.k_proj.weight", WIDTH / 2, WIDTH);
      add(layer + "self_attn.v_proj.weight", WIDTH / 2, WIDTH);
      add(layer + "self_attn.o_proj.weight", WIDTH, WIDTH);
      add(layer + "mlp.gate_proj.weight", INNER, WIDTH);
      add(layer + "mlp.up_proj.weight", INNER, WIDTH);
      add(layer + "mlp.down_proj.weight", WIDTH, INNER);
      add(layer + "input_layernorm.weight", WIDTH);
      add(layer + "post_attention_layernorm.weight", WIDTH);
    }
    add("model.norm.weight", WIDTH);
    if (!tied) {
      add("lm_head.weight", size, WIDTH);
    }
    tensors.write(folder.resolve("model.safetensors"));
  }

  private void add(String name, int... shape) {
    boolean gain = shape.length == 1;
    float[] numbers = new float[gain ? shape[0] : shape[0] * shape[1]];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) ((gain ? 1 : 0) + 0.1 * random.nextGaussian());
    }
    long[] sizes = new long[shape.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape[i];
    }
    tensors.add(name, numbers, sizes);
  }

  private ObjectNode config(int size, int end) {
    ObjectNode config = TinyLlama.config();
    return config
        .put("hidden_size", WIDTH)
        .put("intermediate_size", INNER)
        .put("num_hidden_layers", LAYERS)
        .put("num_attention_heads", 2)
        .put("num_key_value_heads", 1)
        .put("head_dim", WIDTH / 2)
        .put("vocab_size", size)
        .put("max_position_embeddings", 64)
        .put("tie_word_embeddings", tied)
        .put("bos_token_id", END_OF_TEXT)
        .put("eos_token_id", end);
  }

  private static ObjectNode tokenizer(BpeTokenizer tokenizer) throws IOException {
    ObjectNode root = TinyLlama.tokenizer();
    JsonNode words = root.get("pre_tokenizer");
    ArrayNode steps =
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    steps.addObject().put("type", "Digits").put("individual_digits", true);
    steps.add(words);
    ArrayNode added = root.putArray("added_tokens");
    Map.of("<|endoftext|>", END_OF_TEXT, "<|im_start|>", BEGIN_OF_TURN, "<|im_end|>", END_OF_TURN)
        .forEach(
            (name, id) ->
                added.addObject().put("id", id).put("content", name).put("special", true));
    ObjectNode model = (ObjectNode) root.get("model");
    ObjectNode pieces = model.putObject("vocab");
    for (int token = ControlTokens.COUNT; token < tokenizer.size(); token++) {
      pieces.put(piece(tokenizer, token), SPECIAL + token - ControlTokens.COUNT);
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    tokenizer.write(new DataOutputStream(written));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(written.toByteArray()));
    in.readInt();
    ArrayNode merges = model.putArray("merges");
    for (int rest = in.readUnsignedShort(); rest > 0; rest--) {
      String first = piece(tokenizer, in.readUnsignedShort());
      merges.add(first + " " + piece(tokenizer, in.readUnsignedShort()));
    }
    return root;
  }

  /** The bytes of a token in the alphabet of such files. */
  private static String piece(BpeTokenizer tokenizer, int token) {
    StringBuilder piece = new StringBuilder();
    for (byte b : tokenizer.bytes(token)) {
      for (char c = 0; c < 0x200; c++) {
        String one = String.valueOf(c);
        byte[] meant = ByteAlphabet.bytes(one);
        if (meant.length == 1 && meant[0] == b) {
          piece.append(one);
        }
      }
    }
    return piece.toString();
  }

  /** Texts that a tokenizer can learn from. */
  public static List<String> texts() {
    return Chats.ofTwo(200, 1).stream().map(Turn::text).toList();
  }
}
