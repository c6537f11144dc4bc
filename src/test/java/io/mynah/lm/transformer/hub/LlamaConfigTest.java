package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.lm.transformer.TransformerShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaConfigTest {
  @TempDir private Path folder;
  private final ObjectNode config = TinyLlama.config();

  private TransformerShape read() throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, config.toString());
    return LlamaConfig.read(file);
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
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "architectures|[\"MistralForCausalLM\"]|[\"LlamaForCausalLM\"]",
        "architectures|[\"LlamaForCausalLM\",\"Other\"]|[\"LlamaForCausalLM\"]",
        "architectures|\"LlamaForCausalLM\"|[\"LlamaForCausalLM\"]",
        "model_type|\"mistral\"|llama",
        "hidden_act|\"gelu\"|silu",
        "tie_word_embeddings|false|true",
        "attention_bias|true|false",
        "mlp_bias|true|false",
        "rope_scaling|{\"rope_type\":\"llama3\",\"factor\":8.0}|null",
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
        .isThrownBy(() -> LlamaConfig.read(file))
        .withMessageStartingWith("config.json is not ");
  }

  @Test
  void aFileThatIsMissingOrTooLargeIsRefused() throws IOException {
    Path file = folder.resolve("config.json");
    assertThatIOException()
        .isThrownBy(() -> LlamaConfig.read(file))
        .withMessage("There is no config.json in the folder.");
    Files.writeString(file, " ".repeat(1 << 20) + "{}");
    assertThatIOException()
        .isThrownBy(() -> LlamaConfig.read(file))
        .withMessage("config.json has more than 1048576 bytes.");
  }
}
