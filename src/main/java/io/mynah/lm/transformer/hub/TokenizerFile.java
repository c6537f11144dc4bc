package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.text.ByteLevelBpe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tokenizer.json of the <a href="https://github.com/huggingface/tokenizers">Tokenizers
 * library</a> that is a byte-level BPE with the words of GPT-2, Llama 3 or Qwen2. Any other setting
 * is refused by name. Used by one thread at a time.
 */
final class TokenizerFile {
  private static final int LARGEST_FILE = 1 << 25;
  private static final String BYTE_LEVEL = "ByteLevel";
  private static final byte[] NO_BYTES = {};

  /**
   * Added tokens that are not special but mark parts of a text, as special ones do. In the texts of
   * people they are text.
   */
  private static final Pattern MARK = Pattern.compile("<\\|?/?[A-Za-z_]+\\|?>");

  /** The supported fields of the file. */
  private static final Set<String> FIELDS =
      Set.of(
          "version",
          "added_tokens",
          "normalizer",
          "pre_tokenizer",
          "post_processor",
          "decoder",
          "model");

  /**
   * The supported fields of the model; unknown tokens do not occur, since every byte has a token.
   */
  private static final Set<String> MODEL_FIELDS =
      Set.of("type", "vocab", "merges", "unk_token", "fuse_unk", "ignore_merges");

  private final String name;
  private final JsonNode root;
  private final byte[][] pieces;
  private final Map<String, Integer> special = new HashMap<>();

  private TokenizerFile(String name, JsonNode root, int size) {
    this.name = name;
    this.root = root;
    this.pieces = new byte[size][];
  }

  /**
   * Reads a tokenizer.
   *
   * @param file tokenizer.json
   * @param size how many tokens the model has; those missing in the file become control tokens
   * @throws IOException also when the file is not such a file, or requires something unsupported
   */
  static PublishedTokenizer read(Path file, int size) throws IOException {
    JsonNode root = JsonFile.read(file, LARGEST_FILE);
    return new TokenizerFile(JsonFile.nameOf(file), root, size).read();
  }

  private PublishedTokenizer read() throws IOException {
    JsonNode model = root.path("model");
    onlyKnown(root, FIELDS, "");
    if (!"BPE".equals(model.path("type").asText())) {
      throw refused("model.type", model.path("type"), "BPE");
    }
    onlyKnown(model, MODEL_FIELDS, "model.");
    ByteLevelBpe.Form form = new TokenizerForm(name, root).read();
    if (!isByteLevel(root.path("decoder"))) {
      throw refused("decoder.type", root.path("decoder").path("type"), BYTE_LEVEL);
    }
    readSpecial(root.path("added_tokens"));
    Integer first = first(root.path("post_processor"));
    Map<String, Integer> ids = readVocabulary(model.path("vocab"));
    for (int i = 0; i < pieces.length; i++) {
      if (pieces[i] == null) {
        pieces[i] = NO_BYTES;
      }
    }
    JsonNode merges = model.path("merges");
    if (!merges.isArray()) {
      throw new IOException(name + " has no model.merges.");
    }
    int[] lefts = new int[merges.size()];
    int[] rights = new int[merges.size()];
    for (int i = 0; i < lefts.length; i++) {
      readMerge(merges.path(i), i, ids, lefts, rights);
    }
    try {
      return new PublishedTokenizer(new ByteLevelBpe(pieces, lefts, rights, form), special, first);
    } catch (IllegalArgumentException e) {
      throw new IOException(name + " contradicts itself: " + e.getMessage() + ".", e);
    }
  }

  private IOException refused(String field, JsonNode value, String supported) {
    return JsonFile.refused(name, field, value, supported);
  }

  /** Checks that all other fields are empty. */
  private void onlyKnown(JsonNode object, Set<String> known, String prefix) throws IOException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      boolean isSet =
          !value.isNull()
              && !(value.isBoolean() && !value.booleanValue())
              && !(value.isTextual() && value.asText().isEmpty())
              && !(value.isNumber() && value.doubleValue() == 0);
      if (isSet && !known.contains(field.getKey())) {
        throw refused(prefix + JsonFile.shown(field.getKey()), value, "null");
      }
    }
  }

  /** Whether a part works on the bytes of UTF-8. */
  static boolean isByteLevel(JsonNode part) {
    return BYTE_LEVEL.equals(part.path("type").asText());
  }

  /** The token that is put before a text, or null; nothing else may be put around it. */
  private @Nullable Integer first(JsonNode processor) throws IOException {
    if (JsonFile.isNothing(processor) || isByteLevel(processor)) {
      return null;
    }
    String type = processor.path("type").asText();
    if (type.equals("Sequence")) {
      Integer first = null;
      for (JsonNode part : processor.path("processors")) {
        Integer own = first(part);
        first = own == null ? first : own;
      }
      return first;
    }
    JsonNode template = processor.path("single");
    Integer first = special.get(template.path(0).path("SpecialToken").path("id").asText());
    if (!type.equals("TemplateProcessing")
        || template.size() != 2
        || first == null
        || !template.path(1).has("Sequence")) {
      throw refused(
          "post_processor", processor, "ByteLevel, or one special token before the text,");
    }
    return first;
  }

  private void readSpecial(JsonNode tokens) throws IOException {
    if (!tokens.isArray() && !JsonFile.isNothing(tokens)) {
      throw new IOException("added_tokens in " + name + " is no array.");
    }
    for (JsonNode token : tokens) {
      JsonNode content = token.path("content");
      if (!content.isTextual()) {
        throw new IOException("A token of added_tokens in " + name + " has no content.");
      }
      if (!token.path("special").asBoolean(false) && !MARK.matcher(content.asText()).matches()) {
        throw new IOException(
            "The token "
                + JsonFile.shown(content.asText())
                + " of added_tokens in "
                + name
                + " is neither special nor a mark in angle brackets; only such ones are"
                + " supported.");
      }
      int id = id(token.path("id"), content.asText());
      if (special.put(content.asText(), id) != null) {
        throw duplicateId(id);
      }
      setPiece(id, NO_BYTES);
    }
  }

  private int id(JsonNode id, String piece) throws IOException {
    if (!id.isIntegralNumber()
        || !id.canConvertToInt()
        || id.intValue() < 0
        || id.intValue() >= pieces.length) {
      throw new IOException(
          "The piece "
              + JsonFile.shown(piece)
              + " in "
              + name
              + " has an id that is none of the model's "
              + pieces.length
              + ".");
    }
    return id.intValue();
  }

  private void setPiece(int id, byte[] piece) throws IOException {
    if (pieces[id] != null) {
      throw duplicateId(id);
    }
    pieces[id] = piece;
  }

  private IOException duplicateId(int id) {
    return new IOException("The id " + id + " stands for two pieces in " + name + ".");
  }

  private Map<String, Integer> readVocabulary(JsonNode vocabulary) throws IOException {
    if (!vocabulary.isObject()) {
      throw new IOException(name + " has no model.vocab.");
    }
    Map<String, Integer> ids = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      String piece = entry.getKey();
      int id = id(entry.getValue(), piece);
      ids.put(piece, id);
      Integer asSpecial = special.get(piece);
      if (asSpecial == null) {
        byte[] bytes = ByteAlphabet.bytes(piece);
        if (bytes.length == 0) {
          throw new IOException(
              "The piece "
                  + JsonFile.shown(piece)
                  + " in "
                  + name
                  + " is not written in the byte-level alphabet.");
        }
        setPiece(id, bytes);
      } else if (asSpecial != id) {
        throw new IOException(
            "The piece " + JsonFile.shown(piece) + " has two ids in " + name + ".");
      }
    }
    return ids;
  }

  /**
   * Reads a merge. Older files have it as two pieces separated by a blank, which no piece contains.
   */
  private void readMerge(
      JsonNode merge, int rank, Map<String, Integer> ids, int[] lefts, int[] rights)
      throws IOException {
    Integer left = null;
    Integer right = null;
    if (merge.isTextual()) {
      String pair = merge.asText();
      int blank = pair.indexOf(' ');
      if (blank >= 0) {
        left = ids.get(pair.substring(0, blank));
        right = ids.get(pair.substring(blank + 1));
      }
    } else if (merge.isArray() && merge.size() == 2) {
      left = ids.get(merge.path(0).asText());
      right = ids.get(merge.path(1).asText());
    }
    if (left == null || right == null) {
      throw new IOException(
          "The merge " + rank + " in " + name + " is no pair of pieces of the vocabulary.");
    }
    lefts[rank] = left;
    rights[rank] = right;
  }
}
