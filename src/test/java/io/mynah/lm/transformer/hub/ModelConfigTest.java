package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {
  @TempDir private Path folder;
  private final ObjectNode config = TinyLlama.config();

  private TransformerShape read() throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, config.toString());
    return ModelConfig.read(file);
  }

  private void refuses(String message) {
    assertThatIOException().isThrownBy(this::read).withMessage(message);
  }

  @Test
  void allSizesAreRead() throws IOException {
    assertThat(read()).isEqualTo(TinyLlama.SHAPE);
  }

  @Test
  void whatMayBeMissingIsWhatItUsuallyIs() throws IOException {
    config.put("hidden_size", 16);
    config.remove("num_key_value_heads");
    config.remove("head_dim");
    config.remove("rope_theta");
    config.remove("rope_scaling");
    config.remove("attention_bias");
    config.remove("mlp_bias");
    assertThat(read()).isEqualTo(new TransformerShape(300, 16, 2, 4, 4, 4, 20, 32, 1e4, 1e-6));
  }

  @Test
  void theBaseOfThePositionsMayStandInAnObjectOfItsOwn() throws IOException {
    config.remove("rope_theta");
    config.putObject("rope_parameters").put("rope_type", "default").put("rope_theta", 7e5);
    assertThat(read().theta()).isEqualTo(7e5);
    config.putObject("rope_parameters").put("rope_type", "yarn").put("rope_theta", 7e5);
    assertThatIOException().isThrownBy(this::read).withMessageContaining("rope_parameters");
    config
        .putObject("rope_parameters")
        .put("rope_type", "default")
        .put("partial_rotary_factor", 0.5);
    assertThatIOException().isThrownBy(this::read).withMessageContaining("partial_rotary_factor");
  }

  @Test
  void theSoftmaxMayHaveAMatrixOfItsOwn() throws IOException {
    config.put("tie_word_embeddings", false);
    assertThat(read())
        .isEqualTo(TinyLlama.SHAPE.with(new TransformerShape.Options(true, false, false, null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rope_scaling", "rope_parameters"})
  void positionsMayBeScaledAsInLlama3(String field) throws IOException {
    config
        .putObject(field)
        .put("rope_type", "llama3")
        .put("factor", 32.0)
        .put("low_freq_factor", 1.0)
        .put("high_freq_factor", 4.0)
        .put("original_max_position_embeddings", 8192);
    RotaryPositions.Scaling scaling = new RotaryPositions.Scaling(32, 1, 4, 8192);
    assertThat(read())
        .isEqualTo(
            TinyLlama.SHAPE.with(new TransformerShape.Options(false, false, false, scaling)));
    config.putObject("rope_scaling").put("type", "default");
    config.remove("rope_parameters");
    assertThat(read()).isEqualTo(TinyLlama.SHAPE);
  }

  @Test
  void positionsThatAreDescribedTwiceAreRefused() {
    config.putObject("rope_parameters").put("rope_type", "default");
    config.putObject("rope_scaling").put("rope_type", "default");
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageEndingWith("only null beside rope_parameters is supported.");
  }

  private void makeQwen(int version) {
    config.putArray("architectures").add("Qwen" + version + "ForCausalLM");
    config.put("model_type", "qwen" + version);
    config.put("use_sliding_window", false).put("sliding_window", 32_768);
    config.remove("mlp_bias");
    config.remove("attention_bias");
  }

  @Test
  void aQwen2HasBiases() throws IOException {
    makeQwen(2);
    TransformerShape expected =
        TinyLlama.SHAPE.with(new TransformerShape.Options(false, true, false, null));
    assertThat(read()).isEqualTo(expected);
    config.remove("num_key_value_heads");
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageStartingWith("num_key_value_heads in config.json is missing; only ");
  }

  @Test
  void aQwen3HasNormsOfHeadsAndNamesTheirWidth() throws IOException {
    makeQwen(3);
    config.put("attention_bias", false);
    TransformerShape expected =
        TinyLlama.SHAPE.with(new TransformerShape.Options(false, false, true, null));
    assertThat(read()).isEqualTo(expected);
    config.put("attention_bias", true);
    refuses("attention_bias in config.json is true; only false is supported.");
    config.remove("attention_bias");
    config.remove("head_dim");
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageStartingWith("head_dim in config.json is missing; only ");
  }

  private void sizes(int width, int layers, int heads, int keyHeads, int inner, int vocabulary) {
    config.put("hidden_size", width).put("num_hidden_layers", layers);
    config.put("num_attention_heads", heads).put("num_key_value_heads", keyHeads);
    config.put("intermediate_size", inner).put("vocab_size", vocabulary);
    config.putNull("head_dim");
  }

  /** The counts are those that their makers name. */
  @Test
  void publishedModelsHaveAsManyParametersAsIsSaid() throws IOException {
    sizes(576, 30, 9, 3, 1536, 49_152);
    assertThat(ParameterLayout.count(read())).as("SmolLM2-135M").isEqualTo(134_515_008);
    sizes(960, 32, 15, 5, 2560, 49_152);
    assertThat(ParameterLayout.count(read())).as("SmolLM2-360M").isEqualTo(361_821_120);
    sizes(2048, 16, 32, 8, 8192, 128_256);
    config
        .putObject("rope_scaling")
        .put("factor", 32.0)
        .put("high_freq_factor", 4.0)
        .put("low_freq_factor", 1.0)
        .put("original_max_position_embeddings", 8192)
        .put("rope_type", "llama3");
    assertThat(ParameterLayout.count(read())).as("Llama 3.2 1B").isEqualTo(1_235_814_400);
    config.putNull("rope_scaling");
    makeQwen(2);
    config.put("use_mrope", false);
    sizes(896, 24, 14, 2, 4864, 151_936);
    assertThat(ParameterLayout.count(read())).as("Qwen2.5-0.5B").isEqualTo(494_032_768);
    makeQwen(3);
    sizes(1024, 28, 16, 8, 3072, 151_936);
    config.put("head_dim", 128).putNull("sliding_window");
    assertThat(ParameterLayout.count(read())).as("Qwen3-0.6B").isEqualTo(596_049_920);
  }

  @Test
  void slidingWindowsThatAreUsedAreRefused() throws IOException {
    makeQwen(2);
    config.putArray("layer_types").add("full_attention").add("full_attention");
    assertThat(read().options().biases()).isTrue();
    config.putArray("layer_types").add("full_attention").add("sliding_attention");
    refuses(
        "layer_types in config.json is [\"full_attention\",\"sliding_attention\"]; only"
            + " full_attention in every layer is supported.");
    config.remove("layer_types");
    config.put("use_sliding_window", true);
    refuses("use_sliding_window in config.json is true; only false is supported.");
    config.remove("use_sliding_window");
    refuses(
        "sliding_window in config.json is 32768; only null, or any size with use_sliding_window"
            + " false, is supported.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rope_type\":\"linear\",\"factor\":2.0}",
        "{\"type\":\"dynamic\",\"factor\":2.0}",
        "{\"rope_type\":\"llama3\",\"factor\":8.0}",
        "{}",
        "\"llama3\"",
      })
  void otherScalingsOfPositionsAreRefused(String value) throws IOException {
    config.set("rope_scaling", new ObjectMapper().readTree(value));
    refuses(
        "rope_scaling in config.json is "
            + value
            + "; only the rope_type default, or llama3 with its four numbers, is supported.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "architectures|[\"MistralForCausalLM\"]|[\"LlamaForCausalLM\"] or [\"Qwen2ForCausalLM\"] or [\"Qwen3ForCausalLM\"]",
        "architectures|[\"LlamaForCausalLM\",\"Other\"]|[\"LlamaForCausalLM\"] or [\"Qwen2ForCausalLM\"] or [\"Qwen3ForCausalLM\"]",
        "architectures|\"LlamaForCausalLM\"|[\"LlamaForCausalLM\"] or [\"Qwen2ForCausalLM\"] or [\"Qwen3ForCausalLM\"]",
        "model_type|\"mistral\"|llama",
        "hidden_act|\"gelu\"|silu",
        "tie_word_embeddings|\"no\"|true or false",
        "attention_bias|true|false",
        "mlp_bias|true|false",
        "use_sliding_window|true|false",
        "use_mrope|true|false",
        "model_type|\"qwen2\"|llama",
        "quantization_config|{\"bits\":4}|null",
        "partial_rotary_factor|0.5|1",
        "rope_interleaved|true|false",
        "rope_theta|0|a number above 0",
        "rope_theta|\"much\"|a number above 0",
        "rms_norm_eps|-1.0|a number above 0",
        "hidden_size|0|a whole number from 1 to 65536",
        "hidden_size|12.5|a whole number from 1 to 65536",
        "hidden_size|99999999999|a whole number from 1 to 65536",
        "num_hidden_layers|129|a whole number from 1 to 128",
        "vocab_size|\"300\"|a whole number from 1 to 262144",
        "max_position_embeddings|2000000|a whole number from 1 to 1048576",
      })
  void whatIsNotSupportedIsNamedWithWhatIs(String field, String value, String supported)
      throws IOException {
    config.set(field, new ObjectMapper().readTree(value));
    refuses(field + " in config.json is " + value + "; only " + supported + " is supported.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "architectures",
        "model_type",
        "hidden_size",
        "vocab_size",
        "hidden_act",
        "tie_word_embeddings",
        "rms_norm_eps",
        "max_position_embeddings"
      })
  void whatIsMissingIsNamed(String field) {
    config.remove(field);
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageStartingWith(field + " in config.json is missing; only ");
  }

  @Test
  void sizesThatDoNotFitEachOtherAreRefused() {
    config.put("num_key_value_heads", 3);
    refuses("config.json describes sizes that do not fit each other.");
  }

  @Test
  void aWidthThatHeadsCannotShareIsRefused() {
    config.remove("head_dim");
    config.put("num_attention_heads", 5);
    assertThatIOException().isThrownBy(this::read).withMessageStartingWith("hidden_size");
  }

  @Test
  void aModelLargerThanCanBeWrittenIsRefused() {
    config.put("hidden_size", 65_536).put("vocab_size", 262_144);
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageContaining("which is more than is supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "{} {}", "{\"a\":1,\"a\":2}"})
  void whatIsNoObjectIsRefused(String text) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, text);
    assertThatIOException()
        .isThrownBy(() -> ModelConfig.read(file))
        .withMessageStartingWith("config.json is not ");
  }

  @Test
  void aFileThatIsMissingOrTooLargeIsRefused() throws IOException {
    Path file = folder.resolve("config.json");
    assertThatIOException()
        .isThrownBy(() -> ModelConfig.read(file))
        .withMessage("There is no config.json in the folder.");
    Files.writeString(file, " ".repeat(1 << 20) + "{}");
    assertThatIOException()
        .isThrownBy(() -> ModelConfig.read(file))
        .withMessage("config.json has more than 1048576 bytes.");
  }
}
