package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mynah.text.ByteLevelBpe;
import java.io.IOException;
import java.util.Map;

/**
 * Reads from a tokenizer.json how a text is prepared and split into words. Immutable and
 * thread-safe.
 */
final class TokenizerForm {
  /** The supported patterns of words, written for the Tokenizers library's regular expressions. */
  private static final Map<String, ByteLevelBpe.Words> PATTERNS =
      Map.of(
          pattern("{1,3}"), ByteLevelBpe.Words.LLAMA3,
          pattern(""), ByteLevelBpe.Words.QWEN2);

  private final String name;
  private final JsonNode root;

  /**
   * @param name of the file
   */
  TokenizerForm(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  private static String pattern(String digits) {
    return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
        + digits
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  }

  /**
   * Reads the form.
   *
   * @throws IOException when the file requires something unsupported
   */
  ByteLevelBpe.Form read() throws IOException {
    return new ByteLevelBpe.Form(
        words(root.path("pre_tokenizer")),
        root.path("model").path("ignore_merges").asBoolean(false),
        isComposed(root.path("normalizer")));
  }

  private IOException refused(String field, JsonNode value, String supported) {
    return JsonFile.refused(name, field, value, supported);
  }

  private boolean isComposed(JsonNode normalizer) throws IOException {
    if (!JsonFile.isNothing(normalizer) && !"NFC".equals(normalizer.path("type").asText())) {
      throw refused("normalizer", normalizer, "null or NFC");
    }
    return !JsonFile.isNothing(normalizer);
  }

  private ByteLevelBpe.Words words(JsonNode splitter) throws IOException {
    JsonNode parts = splitter.path("pretokenizers");
    boolean sequence = "Sequence".equals(splitter.path("type").asText());
    JsonNode first = sequence && parts.size() == 2 ? parts.path(0) : MissingNode.getInstance();
    JsonNode last = sequence ? parts.path(1) : splitter;
    String type = first.path("type").asText();
    boolean split = type.equals("Split");
    boolean known = !sequence || split || type.equals("Digits");
    if (!known || !TokenizerFile.isByteLevel(last)) {
      throw refused("pre_tokenizer", splitter, "ByteLevel, or Digits or Split and then ByteLevel,");
    }
    if (last.path("add_prefix_space").asBoolean(true)) {
      throw refused("pre_tokenizer.add_prefix_space", last.path("add_prefix_space"), "false");
    }
    if (last.path("use_regex").asBoolean(true) == split) {
      throw refused("pre_tokenizer.use_regex", last.path("use_regex"), split ? "false" : "true");
    }
    if (split) {
      return splitWords(first);
    }
    if (!sequence) {
      return ByteLevelBpe.Words.GPT2;
    }
    return first.path("individual_digits").asBoolean(false)
        ? ByteLevelBpe.Words.GPT2_DIGITS_APART
        : ByteLevelBpe.Words.GPT2_NUMBERS_APART;
  }

  private ByteLevelBpe.Words splitWords(JsonNode split) throws IOException {
    ByteLevelBpe.Words words = PATTERNS.get(split.path("pattern").path("Regex").asText());
    if (words == null) {
      throw refused(
          "pre_tokenizer.pattern", split.path("pattern"), "the Regex of Llama 3 or Qwen2");
    }
    if (!"Isolated".equals(split.path("behavior").asText())
        || split.path("invert").asBoolean(false)) {
      throw refused("pre_tokenizer.behavior", split.path("behavior"), "Isolated, not inverted,");
    }
    return words;
  }
}
