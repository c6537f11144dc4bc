package io.mynah.telegram.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a form as {@code multipart/form-data} has it (RFC 7578). */
final class Multipart {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private final String name;
  private final String file;
  private final byte[] content;

  private Multipart(String name, String file, byte[] content) {
    this.name = name;
    this.file = file;
    this.content = content;
  }

  String name() {
    return name;
  }

  /** The file that it is, null if it is none. */
  FakeFile file() {
    return file == null ? null : FakeFile.of(file, content);
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Whether these are the bytes of a PNG image, by how they begin. */
  static boolean isPng(byte[] bytes) {
    return bytes.length > PNG.length && Arrays.equals(Arrays.copyOf(bytes, PNG.length), PNG);
  }

  static List<Multipart> parse(String type, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.find()) {
      throw new IllegalArgumentException("a form without a boundary");
    }
    // Each byte a character, so that positions in one are positions in the other.
    String bytes = new String(body, StandardCharsets.ISO_8859_1);
    String line = "--" + boundary.group(1);
    List<Multipart> parts = new ArrayList<>();
    int start = bytes.indexOf(line) + line.length() + 2;
    for (int end = bytes.indexOf("\r\n" + line, start);
        end >= 0;
        end = bytes.indexOf("\r\n" + line, start)) {
      parts.add(part(body, bytes, start, end));
      start = end + line.length() + 4;
    }
    return parts;
  }

  private static Multipart part(byte[] body, String bytes, int start, int end) {
    int content = bytes.indexOf("\r\n\r\n", start) + 4;
    String head = new String(body, start, content - start, StandardCharsets.UTF_8);
    Matcher name = NAME.matcher(head);
    Matcher file = FILE.matcher(head);
    if (!name.find()) {
      throw new IllegalArgumentException("a part without a name");
    }
    return new Multipart(
        name.group(1), file.find() ? file.group(1) : null, Arrays.copyOfRange(body, content, end));
  }
}
