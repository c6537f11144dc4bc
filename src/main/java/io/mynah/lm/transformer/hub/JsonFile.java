package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that is one JSON object. Thread-safe. */
final class JsonFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Most characters of a name from a file that are shown in a message. */
  private static final int LONGEST_NAME = 80;

  private JsonFile() {}

  /**
   * Reads an object.
   *
   * @param largest most bytes of the file
   * @throws IOException also when there is no such file, it is larger, or it is not a JSON object
   */
  static JsonNode read(Path file, int largest) throws IOException {
    String name = nameOf(file);
    if (!Files.isRegularFile(file)) {
      throw new IOException("There is no " + name + " in the folder.");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(largest + 1);
    }
    if (bytes.length > largest) {
      throw new IOException(name + " has more than " + largest + " bytes.");
    }
    JsonNode tree;
    try {
      tree = MAPPER.readTree(bytes);
    } catch (JsonProcessingException | CharConversionException e) {
      throw new IOException(name + " is not JSON.", e);
    }
    if (tree == null || !tree.isObject()) {
      throw new IOException(name + " is not an object of JSON.");
    }
    return tree;
  }

  static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** A name from a file, cleaned and shortened for a message. */
  static String shown(String name) {
    String begin = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    return begin.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * A fault that says which setting of a file is not supported.
   *
   * @param supported what is instead
   */
  static IOException refused(String file, String field, JsonNode value, String supported) {
    String found = value.isMissingNode() ? "missing" : shown(value.toString());
    return new IOException(
        field + " in " + file + " is " + found + "; only " + supported + " is supported.");
  }

  /** Whether a field is missing or null. */
  static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
