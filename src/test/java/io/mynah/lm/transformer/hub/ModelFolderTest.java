package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final TinyLlama llama = new TinyLlama();

  private TransformerWeights weights() throws IOException {
    return new ModelFolder(folder).weights();
  }

  private void refuses(String message) {
    assertThatIOException().isThrownBy(this::weights).withMessage(message);
  }

  /** Looks whether the rows of tensors stand one after another in a part. */
  private void assertHolds(
      float[] flat, ParameterLayout.Part part, String type, List<String> names) {
    int at = part.at();
    for (String name : names) {
      for (float number : llama.tensor(name).numbers()) {
        assertThat(flat[at++]).as(name).isEqualTo(SafetensorsWriter.rounded(type, number));
      }
    }
    assertThat(at).isEqualTo(part.at() + part.length());
  }

  private void assertIsTheLlama(TransformerWeights weights, String type) {
    assertThat(weights.shape()).isEqualTo(TinyLlama.SHAPE);
    ParameterLayout layout = new ParameterLayout(TinyLlama.SHAPE);
    float[] flat = weights.flat();
    assertHolds(flat, layout.embedding(), type, List.of("model.embed_tokens.weight"));
    for (int i = 0; i < 2; i++) {
      ParameterLayout.Layer layer = layout.layers().get(i);
      String name = "model.layers." + i + ".";
      assertHolds(flat, layer.attentionNorm(), type, List.of(name + "input_layernorm.weight"));
      assertHolds(
          flat,
          layer.projections(),
          type,
          List.of(
              name + "self_attn.q_proj.weight",
              name + "self_attn.k_proj.weight",
              name + "self_attn.v_proj.weight"));
      assertHolds(flat, layer.output(), type, List.of(name + "self_attn.o_proj.weight"));
      assertHolds(
          flat, layer.feedForwardNorm(), type, List.of(name + "post_attention_layernorm.weight"));
      assertHolds(
          flat,
          layer.gateAndUp(),
          type,
          List.of(name + "mlp.gate_proj.weight", name + "mlp.up_proj.weight"));
      assertHolds(flat, layer.down(), type, List.of(name + "mlp.down_proj.weight"));
    }
    assertHolds(flat, layout.lastNorm(), type, List.of("model.norm.weight"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F16", "BF16"})
  void theWeightsOfOneFileStandWhereTheyBelong(String type) throws IOException {
    llama.writeWhole(folder, type);
    assertIsTheLlama(weights(), type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F16", "BF16"})
  void theWeightsOfPartsStandWhereTheyBelong(String type) throws IOException {
    llama.writeParts(folder, type);
    assertIsTheLlama(weights(), type);
  }

  @Test
  void theTokenizerHasAsManyTokensAsTheModel() throws IOException {
    llama.writeWhole(folder, "F32");
    PublishedTokenizer read = new ModelFolder(folder).tokenizer();
    assertThat(read.tokenizer().size()).isEqualTo(300);
    assertThat(read.tokenizer().bytes(299)).isEmpty();
    assertThat(read.special()).containsOnlyKeys("<|end|>").containsValue(0);
    assertThat(read.tokenizer().encode("the then the")).containsExactly(257, 102, 259, 111, 259);
  }

  @Test
  void aTensorThatIsNotThereIsNamed() throws IOException {
    llama.tensors().remove("model.layers.1.mlp.up_proj.weight");
    llama.writeWhole(folder, "F32");
    refuses("The model lacks the tensor model.layers.1.mlp.up_proj.weight.");
  }

  @Test
  void aTensorOfAnotherShapeIsNamed() throws IOException {
    TinyLlama.Tensor output = llama.tensor("model.layers.0.self_attn.o_proj.weight");
    llama
        .tensors()
        .put(
            "model.layers.0.self_attn.o_proj.weight",
            new TinyLlama.Tensor(24, 12, output.numbers()));
    llama.writeWhole(folder, "BF16");
    refuses(
        "The tensor model.layers.0.self_attn.o_proj.weight has the shape [24, 12] instead of"
            + " [12, 24].");
  }

  @Test
  void aTensorThatALlamaDoesNotHaveIsNamed() throws IOException {
    llama
        .tensors()
        .put("model.layers.0.self_attn.q_norm.weight", new TinyLlama.Tensor(0, 1, new float[1]));
    llama.writeWhole(folder, "F32");
    refuses(
        "The model has the tensor model.layers.0.self_attn.q_norm.weight, which is not supported.");
  }

  @Test
  void tensorsThatSayNothingNewMayBeThere() throws IOException {
    llama.tensors().put("lm_head.weight", llama.tensor("model.embed_tokens.weight"));
    llama
        .tensors()
        .put(
            "model.layers.0.self_attn.rotary_emb.inv_freq",
            new TinyLlama.Tensor(0, 3, new float[3]));
    llama.writeWhole(folder, "F32");
    assertIsTheLlama(weights(), "F32");
  }

  private void changeConfig(Consumer<ObjectNode> change) throws IOException {
    ObjectNode config = TinyLlama.config();
    change.accept(config);
    Files.writeString(folder.resolve(TinyLlama.CONFIG), config.toString());
  }

  private void add(String name, int rows, int columns) {
    float[] numbers = new float[Math.max(1, rows) * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = name.hashCode() % 1000 + i;
    }
    llama.tensors().put(name, new TinyLlama.Tensor(rows, columns, numbers));
  }

  @Test
  void theMatrixOfTheSoftmaxStandsAtTheEnd() throws IOException {
    add("lm_head.weight", 300, 12);
    llama.writeWhole(folder, "F32");
    changeConfig(config -> config.put("tie_word_embeddings", false));
    TransformerWeights weights = weights();
    ParameterLayout layout = new ParameterLayout(weights.shape());
    assertThat(layout.softmax().at()).isGreaterThan(layout.lastNorm().at());
    assertHolds(weights.flat(), layout.softmax(), "F32", List.of("lm_head.weight"));
    llama.tensors().remove("lm_head.weight");
    llama.writeWhole(folder, "F32");
    changeConfig(config -> config.put("tie_word_embeddings", false));
    refuses("The model lacks the tensor lm_head.weight.");
  }

  @Test
  void biasesStandOneAfterAnother() throws IOException {
    for (int i = 0; i < 2; i++) {
      add("model.layers." + i + ".self_attn.q_proj.bias", 0, 24);
      add("model.layers." + i + ".self_attn.k_proj.bias", 0, 12);
      add("model.layers." + i + ".self_attn.v_proj.bias", 0, 12);
    }
    llama.writeWhole(folder, "F32");
    changeConfig(
        config -> {
          config.putArray("architectures").add("Qwen2ForCausalLM");
          config.put("model_type", "qwen2");
        });
    TransformerWeights weights = weights();
    ParameterLayout layout = new ParameterLayout(weights.shape());
    for (int i = 0; i < 2; i++) {
      String attention = "model.layers." + i + ".self_attn.";
      assertHolds(
          weights.flat(),
          Objects.requireNonNull(layout.layers().get(i).bias()),
          "F32",
          List.of(attention + "q_proj.bias", attention + "k_proj.bias", attention + "v_proj.bias"));
    }
  }

  @Test
  void normsOfHeadsStandAfterTheProjections() throws IOException {
    for (int i = 0; i < 2; i++) {
      add("model.layers." + i + ".self_attn.q_norm.weight", 0, 6);
      add("model.layers." + i + ".self_attn.k_norm.weight", 0, 6);
    }
    llama.writeWhole(folder, "F32");
    changeConfig(
        config -> {
          config.putArray("architectures").add("Qwen3ForCausalLM");
          config.put("model_type", "qwen3");
        });
    TransformerWeights weights = weights();
    ParameterLayout.Layer layer = new ParameterLayout(weights.shape()).layers().get(1);
    String attention = "model.layers.1.self_attn.";
    assertHolds(
        weights.flat(),
        Objects.requireNonNull(layer.queryNorm()),
        "F32",
        List.of(attention + "q_norm.weight"));
    assertHolds(
        weights.flat(),
        Objects.requireNonNull(layer.keyNorm()),
        "F32",
        List.of(attention + "k_norm.weight"));
  }

  @Test
  void aNumberThatIsNoneIsRefused() throws IOException {
    llama.tensor("model.norm.weight").numbers()[11] = Float.NaN;
    llama.writeWhole(folder, "F16");
    refuses(
        "The tensor model.norm.weight in model.safetensors holds what is infinite or no number.");
  }

  @Test
  void aFileThatIsMissingIsNamed() throws IOException {
    refuses("There is no config.json in the folder.");
    llama.writeWhole(folder, "F32");
    Files.delete(folder.resolve(TinyLlama.WHOLE));
    refuses("There is no model.safetensors in the folder.");
    Files.delete(folder.resolve(TinyLlama.TOKENIZER));
    assertThatIOException()
        .isThrownBy(() -> new ModelFolder(folder).tokenizer())
        .withMessage("There is no tokenizer.json in the folder.");
  }

  @Test
  void aPartThatIsMissingIsNamed() throws IOException {
    llama.writeParts(folder, "F32");
    Files.delete(folder.resolve(TinyLlama.partName(1)));
    refuses("There is no model-00002-of-00002.safetensors in the folder.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model.safetensors",
        "/etc/passwd",
        "a/b.safetensors",
        "a\\b.safetensors",
        ".safetensors",
        "model.bin",
        ""
      })
  void aPartOutsideOfTheFolderIsRefused(String name) throws IOException {
    llama.writeParts(folder, "F32");
    changeIndex("model.norm.weight", name);
    assertThatIOException()
        .isThrownBy(this::weights)
        .withMessage(
            "model.safetensors.index.json names a part that is no file of the folder: "
                + name
                + ".");
  }

  @Test
  void anIndexThatIsWrongAboutAPartIsRefused() throws IOException {
    llama.writeParts(folder, "F32");
    changeIndex("model.embed_tokens.weight", TinyLlama.partName(1));
    refuses("The tensor model.embed_tokens.weight is not in model-00002-of-00002.safetensors.");
  }

  @Test
  void anIndexWithoutAMapIsRefused() throws IOException {
    llama.writeParts(folder, "F32");
    Files.writeString(folder.resolve(TinyLlama.INDEX), "{}");
    refuses("model.safetensors.index.json has no weight_map.");
  }

  private void changeIndex(String tensor, String part) throws IOException {
    Path file = folder.resolve(TinyLlama.INDEX);
    ObjectNode index = (ObjectNode) JSON.readTree(file.toFile());
    ((ObjectNode) index.get("weight_map")).put(tensor, part);
    Files.writeString(file, index.toString());
  }
}
