package io.mynah.chat.mydata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a JSON array with one value per line, split into as many files as needed so that none is
 * much larger than {@link #ENOUGH}. For one thread.
 */
final class JsonLines {
  /** The size in bytes at which a new file is started; one more value may follow. */
  static final int ENOUGH = 8 << 20;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ZipParts parts;
  private final String name;
  private ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private int files;

  /**
   * @param name of the file, without its extension
   */
  JsonLines(ZipParts parts, String name) {
    this.parts = parts;
    this.name = name;
  }

  /** Adds a value. */
  void add(Object value) {
    lines.writeBytes(lines.size() == 0 ? bytes("[\n") : bytes(",\n"));
    lines.writeBytes(json(value));
    if (lines.size() >= ENOUGH) {
      flush();
    }
  }

  /** Ends the last file. If there are no values, one file with an empty array is written. */
  void end() {
    if (lines.size() > 0 || files == 0) {
      flush();
    }
  }

  private void flush() {
    files++;
    lines.writeBytes(lines.size() == 0 ? bytes("[]\n") : bytes("\n]\n"));
    ByteArrayOutputStream full = lines;
    lines = new ByteArrayOutputStream();
    try {
      parts.add(name + (files == 1 ? "" : "-" + files) + ".json", full.size(), full::writeTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] json(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
