package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final ObjectNode root = TinyLlama.tokenizer();

  private PublishedTokenizer read() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, root.toString());
    return TokenizerFile.read(file, 300);
  }

  private void refuses(String message) {
    assertThatIOException().isThrownBy(this::read).withMessage(message);
  }

  private ObjectNode model() {
    return (ObjectNode) root.get("model");
  }

  private ObjectNode vocabulary() {
    return (ObjectNode) model().get("vocab");
  }

  private ArrayNode merges() {
    return (ArrayNode) model().get("merges");
  }

  @Test
  void everyByteHasItsToken() throws IOException {
    PublishedTokenizer read = read();
    for (int b = 0; b < 256; b++) {
      assertThat(read.tokenizer().bytes(1 + b)).containsExactly(b);
    }
    assertThat(read.tokenizer().bytes(259)).isEqualTo(" the".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aSpecialTokenIsNeverTheResultOfEncoding() throws IOException {
    PublishedTokenizer read = read();
    int[] tokens = read.tokenizer().encode("<|end|>");
    assertThat(tokens).hasSize(7).doesNotContain(0);
    assertThat(read.tokenizer().decode(tokens, 0, 7)).isEqualTo("<|end|>");
    assertThat(read.tokenizer().bytes(0)).isEmpty();
    assertThat(read.special()).containsEntry("<|end|>", 0);
  }

  @Test
  void aSpecialTokenNeedNotStandInTheVocabulary() throws IOException {
    ((ArrayNode) root.get("added_tokens"))
        .addObject()
        .put("id", 290)
        .put("content", "<|more than|>")
        .put("special", true);
    assertThat(read().special()).containsEntry("<|more than|>", 290);
  }

  @Test
  void mergesAreReadInBothForms() throws IOException {
    int[] tokens = read().tokenizer().encode("the the");
    ArrayNode pairs = model().putArray("merges");
    pairs.addArray().add("t").add("h");
    pairs.addArray().add("Ġ").add("th");
    pairs.addArray().add("Ġth").add("e");
    assertThat(read().tokenizer().encode("the the"))
        .isEqualTo(tokens)
        .containsExactly(257, 102, 259);
  }

  @Test
  void numbersAreCutApartWhereThatIsAskedFor() throws IOException {
    vocabulary().put("12", 260).put("Ġ1", 261);
    merges().add("1 2").add("Ġ 1");
    assertThat(read().tokenizer().encode(" 1 12")).containsExactly(261, 33, 260);
    cutNumbers(false);
    assertThat(read().tokenizer().encode(" 1 12")).containsExactly(33, 50, 33, 260);
    cutNumbers(true);
    assertThat(read().tokenizer().encode(" 1 12")).containsExactly(33, 50, 33, 50, 51);
  }

  private void cutNumbers(boolean digitByDigit) {
    ObjectNode last = JSON.createObjectNode().put("type", "ByteLevel");
    last.put("add_prefix_space", false);
    ObjectNode sequence = root.putObject("pre_tokenizer").put("type", "Sequence");
    ArrayNode parts = sequence.putArray("pretokenizers");
    parts.addObject().put("type", "Digits").put("individual_digits", digitByDigit);
    parts.add(last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/normalizer|{\"type\":\"NFKC\"}|normalizer|null or NFC",
        "/truncation|{\"max_length\":5}|truncation|null",
        "/padding|{\"length\":5}|padding|null",
        "/surprise|7|surprise|null",
        "/model/type|\"Unigram\"|model.type|BPE",
        "/model/dropout|0.1|model.dropout|null",
        "/model/byte_fallback|true|model.byte_fallback|null",
        "/model/continuing_subword_prefix|\"##\"|model.continuing_subword_prefix|null",
        "/model/end_of_word_suffix|\"</w>\"|model.end_of_word_suffix|null",
        "/decoder/type|\"WordPiece\"|decoder.type|ByteLevel",
        "/pre_tokenizer/add_prefix_space|true|pre_tokenizer.add_prefix_space|false",
        "/pre_tokenizer/use_regex|false|pre_tokenizer.use_regex|true",
      })
  void whatIsNotSupportedIsNamedWithWhatIs(
      String pointer, String value, String field, String supported) throws IOException {
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) root.at(pointer.substring(0, slash)))
        .set(pointer.substring(slash + 1), JSON.readTree(value));
    refuses(field + " in tokenizer.json is " + value + "; only " + supported + " is supported.");
  }

  @Test
  void otherWaysOfCuttingATextAreRefused() {
    root.putObject("pre_tokenizer").put("type", "Whitespace");
    refuses(
        "pre_tokenizer in tokenizer.json is {\"type\":\"Whitespace\"}; only ByteLevel, or Digits or"
            + " Split and then ByteLevel, is supported.");
    root.putObject("post_processor").put("type", "TemplateProcessing");
    assertThatIOException().isThrownBy(this::read);
  }

  private ObjectNode template(String... around) {
    ObjectNode processor = JSON.createObjectNode().put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    for (String each : around) {
      if (each.equals("A")) {
        single.addObject().putObject("Sequence").put("id", "A");
      } else {
        single.addObject().putObject("SpecialToken").put("id", each);
      }
    }
    return processor;
  }

  @Test
  void aTokenBeforeATextIsNamed() throws IOException {
    assertThat(read().first()).isNull();
    root.set("post_processor", template("<|end|>", "A"));
    assertThat(read().first()).isZero();
    assertThat(read().tokenizer().encode("th")).containsExactly(257);
    ObjectNode sequence = root.putObject("post_processor").put("type", "Sequence");
    sequence.putArray("processors").addObject().put("type", "ByteLevel");
    sequence.withArray("processors").add(template("<|end|>", "A"));
    assertThat(read().first()).isZero();
  }

  @Test
  void anythingElseAroundATextIsRefused() {
    for (String[] around :
        new String[][] {{"A", "<|end|>"}, {"<|end|>", "A", "<|end|>"}, {"<|none|>", "A"}, {}}) {
      root.set("post_processor", template(around));
      assertThatIOException()
          .isThrownBy(this::read)
          .withMessageStartingWith("post_processor in tokenizer.json is {")
          .withMessageEndingWith(
              "only ByteLevel, or one special token before the text, is supported.");
    }
    root.putObject("post_processor").put("type", "BertProcessing");
    assertThatIOException().isThrownBy(this::read).withMessageStartingWith("post_processor");
  }

  @Test
  void aTokenThatIsAddedAndNotSpecialIsRefused() {
    ((ArrayNode) root.get("added_tokens"))
        .addObject()
        .put("id", 290)
        .put("content", "word")
        .put("special", false);
    refuses(
        "The token word of added_tokens in tokenizer.json is neither special nor a mark in angle"
            + " brackets; only such ones are supported.");
  }

  @Test
  void aMarkThatIsNotSpecialIsTreatedLikeOneThatIs() throws IOException {
    ((ArrayNode) root.get("added_tokens"))
        .addObject()
        .put("id", 290)
        .put("content", "</tool_call>")
        .put("special", false);
    PublishedTokenizer read = read();
    assertThat(read.special()).containsEntry("</tool_call>", 290);
    assertThat(read.tokenizer().encode("</tool_call>")).hasSize(12).doesNotContain(290);
  }

  @Test
  void otherPatternsAndWaysOfSplittingAreRefused() {
    ObjectNode sequence = root.putObject("pre_tokenizer").put("type", "Sequence");
    ObjectNode split = sequence.putArray("pretokenizers").addObject().put("type", "Split");
    split.put("behavior", "Isolated").putObject("pattern").put("Regex", "\\w+");
    sequence
        .withArray("pretokenizers")
        .addObject()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("use_regex", false);
    refuses(
        "pre_tokenizer.pattern in tokenizer.json is {\"Regex\":\"\\\\w+\"}; only the Regex of Llama"
            + " 3 or Qwen2 is supported.");
    split
        .put("behavior", "Removed")
        .putObject("pattern")
        .put(
            "Regex",
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    refuses(
        "pre_tokenizer.behavior in tokenizer.json is \"Removed\"; only Isolated, not inverted, is"
            + " supported.");
  }

  @ParameterizedTest
  @CsvSource({"300", "-1", "1.5", "99999999999", "'\"1\"'"})
  void anIdThatTheModelDoesNotHaveIsRefused(String id) throws IOException {
    vocabulary().set("zz", JSON.readTree(id));
    refuses("The piece zz in tokenizer.json has an id that is none of the model's 300.");
  }

  @Test
  void anIdOfTwoPiecesIsRefused() {
    vocabulary().put("zz", 257);
    refuses("The id 257 stands for two pieces in tokenizer.json.");
  }

  @Test
  void aPieceOfTwoIdsIsRefused() {
    vocabulary().put("<|end|>", 280);
    refuses("The piece <|end|> has two ids in tokenizer.json.");
  }

  @ParameterizedTest
  @CsvSource({"'z z'", "'z\u0144z'", "你", "''", "'\u00ad'"})
  void aPieceOutsideOfTheAlphabetIsRefused(String piece) {
    vocabulary().put(piece, 280);
    refuses("The piece " + piece + " in tokenizer.json is not written in the byte-level alphabet.");
  }

  @Test
  void aByteWithoutATokenIsRefused() {
    vocabulary().remove("q");
    refuses("tokenizer.json contradicts itself: byte 113 has no token.");
  }

  @Test
  void bytesThatNoTextHasNeedNoToken() throws IOException {
    vocabulary().remove("ÿ");
    assertThat(read().tokenizer().bytes(256)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"th\"'",
    "'\"t zz\"'",
    "'\"t  h\"'",
    "'[\"t\"]'",
    "'[\"t\",\"h\",\"e\"]'",
    "7",
    "null"
  })
  void aMergeOfNoTwoPiecesIsRefused(String merge) throws IOException {
    merges().add(JSON.readTree(merge));
    refuses("The merge 3 in tokenizer.json is no pair of pieces of the vocabulary.");
  }

  @Test
  void aMergeThatMakesNoPieceIsRefused() {
    merges().add("th e");
    refuses("tokenizer.json contradicts itself: merge 3 makes no token.");
  }

  @Test
  void aMergeOfASpecialTokenIsRefused() {
    merges().add("<|end|> t");
    refuses("tokenizer.json contradicts itself: merge 3 makes no token.");
  }

  @Test
  void whatIsMissingIsNamed() {
    model().remove("merges");
    refuses("tokenizer.json has no model.merges.");
    model().remove("vocab");
    refuses("tokenizer.json has no model.vocab.");
    root.remove("model");
    refuses("model.type in tokenizer.json is missing; only BPE is supported.");
  }
}
