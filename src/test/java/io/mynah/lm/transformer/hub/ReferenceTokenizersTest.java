package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Texts become the pieces that the Tokenizers library makes of them, with small tokenizers in the
 * forms of published ones. Made by {@code src/test/scripts/reference-tokenizers}.
 */
class ReferenceTokenizersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIZE = 700;

  @TempDir private Path folder;

  /** A tokenizer, and texts with their ids. */
  static JsonNode reference(String name) throws IOException {
    try (InputStream in = ReferenceTokenizersTest.class.getResourceAsStream("tokenizers.json")) {
      return JSON.readTree(Objects.requireNonNull(in)).get(name);
    }
  }

  @ParameterizedTest
  @CsvSource({"smollm2, false, false", "llama3, false, true", "qwen3, true, false"})
  void piecesAreThoseOfTheLibrary(String name, boolean composed, boolean hasFirst)
      throws IOException {
    JsonNode reference = reference(name);
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, reference.get("tokenizer").toString());
    PublishedTokenizer read = TokenizerFile.read(file, SIZE);
    assertThat(read.first()).isEqualTo(hasFirst ? read.special().get("<|endoftext|>") : null);
    Tokenizer tokenizer = read.tokenizer();
    for (JsonNode each : reference.get("texts")) {
      String text = each.get("text").asText();
      int[] ids = JSON.convertValue(each.get("ids"), int[].class);
      assertThat(tokenizer.encode(text)).as(text).isEqualTo(ids);
      assertThat(tokenizer.decode(ids, 0, ids.length))
          .isEqualTo(composed ? Normalizer.normalize(text, Normalizer.Form.NFC) : text);
    }
    assertThat(reference.get("texts")).hasSizeGreaterThan(70);
  }
}
