package io.mynah.export.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Detects the {@link FileKind} from the first bytes of a file. */
public final class FileKindDetector {
  /** How many bytes are enough. */
  public static final int HEAD = 4096;

  /** A signature: bytes at an offset that identify a kind of file. */
  private record Magic(FileKind kind, int offset, String bytes) {}

  /** Signatures; {@code ?} stands for any byte. */
  private static final List<Magic> MAGICS =
      List.of(
          new Magic(FileKind.GZIP, 0, "\u001f\u008b"),
          new Magic(FileKind.ZIP, 0, "PK\u0003\u0004"),
          new Magic(FileKind.ZIP, 0, "PK\u0005\u0006"),
          new Magic(FileKind.ZIP, 0, "PK\u0007\u0008"),
          new Magic(FileKind.PDF, 0, "%PDF-"),
          new Magic(FileKind.PHOTO, 0, "\u00ff\u00d8\u00ff"),
          new Magic(FileKind.PHOTO, 0, "\u0089PNG\r\n"),
          new Magic(FileKind.PHOTO, 0, "GIF8"),
          new Magic(FileKind.PHOTO, 0, "RIFF????WEBP"),
          new Magic(FileKind.PHOTO, 0, "II*\0"),
          new Magic(FileKind.PHOTO, 0, "MM\0*"),
          new Magic(FileKind.PHOTO, 0, "BM????\0\0\0\0"),
          new Magic(FileKind.PHOTO, 4, "ftyphei"),
          new Magic(FileKind.PHOTO, 4, "ftyphev"),
          new Magic(FileKind.PHOTO, 4, "ftypmif1"),
          new Magic(FileKind.PHOTO, 4, "ftypavi"),
          new Magic(FileKind.AUDIO, 4, "ftypM4A"),
          new Magic(FileKind.VIDEO, 4, "ftyp"),
          new Magic(FileKind.VIDEO, 4, "moov"),
          new Magic(FileKind.VIDEO, 0, "\u001aE\u00df\u00a3"),
          new Magic(FileKind.VIDEO, 0, "RIFF????AVI "),
          new Magic(FileKind.AUDIO, 0, "RIFF????WAVE"),
          new Magic(FileKind.AUDIO, 0, "ID3"),
          new Magic(FileKind.AUDIO, 0, "OggS"),
          new Magic(FileKind.AUDIO, 0, "fLaC"),
          new Magic(FileKind.AUDIO, 0, "#!AMR"),
          new Magic(FileKind.AUDIO, 0, "\u00ff\u00fb"),
          new Magic(FileKind.AUDIO, 0, "\u00ff\u00f3"),
          new Magic(FileKind.AUDIO, 0, "\u00ff\u00f2"),
          new Magic(FileKind.AUDIO, 0, "\u00ff\u00f1"),
          new Magic(FileKind.SEVEN_ZIP, 0, "7z\u00bc\u00af'\u001c"),
          new Magic(FileKind.RAR, 0, "Rar!\u001a\u0007"),
          new Magic(FileKind.XZ, 0, "\u00fd7zXZ\0"),
          new Magic(FileKind.BZIP2, 0, "BZh?1AY&SY"),
          new Magic(FileKind.ZSTANDARD, 0, "(\u00b5/\u00fd"),
          new Magic(FileKind.LZ4, 0, "\u0004\"M\u0018"),
          new Magic(FileKind.TAR, 257, "ustar"));

  private static final Pattern JSON_ARRAY = Pattern.compile("(?s)\\[\\s*[\\[{\"\\-\\]0-9tfn].*");

  private FileKindDetector() {}

  /**
   * Detects the kind of a file.
   *
   * @param head the first {@link #HEAD} bytes, or all if there are fewer
   */
  public static FileKind sniff(byte[] head) {
    if (head.length == 0) {
      return FileKind.EMPTY;
    }
    for (Magic magic : MAGICS) {
      if (matches(head, magic)) {
        return magic.kind();
      }
    }
    return sniffText(text(head));
  }

  /**
   * The beginning of a file as text, without a byte order mark and white space around it.
   *
   * @param head as for {@link #sniff}
   */
  public static String text(byte[] head) {
    return decode(head).strip();
  }

  private static boolean matches(byte[] head, Magic magic) {
    String expected = magic.bytes();
    if (head.length < magic.offset() + expected.length()) {
      return false;
    }
    String found = new String(head, magic.offset(), expected.length(), ISO_8859_1);
    for (int i = 0; i < expected.length(); i++) {
      if (expected.charAt(i) != '?' && expected.charAt(i) != found.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static FileKind sniffText(String text) {
    if (text.startsWith("{") || JSON_ARRAY.matcher(text).matches()) {
      return FileKind.JSON;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    boolean html =
        lower.startsWith("<") && (lower.contains("<!doctype html") || lower.contains("<html"));
    if (html || lower.startsWith("<div") || lower.startsWith("<head")) {
      return FileKind.HTML;
    }
    return text.isEmpty() ? FileKind.EMPTY : FileKind.OTHER;
  }

  private static String decode(byte[] head) {
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      return new String(head, 3, head.length - 3, UTF_8);
    }
    if (startsWith(head, 0xFF, 0xFE)) {
      return new String(head, 2, head.length - 2, UTF_16LE);
    }
    if (startsWith(head, 0xFE, 0xFF)) {
      return new String(head, 2, head.length - 2, UTF_16BE);
    }
    return new String(head, UTF_8);
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
