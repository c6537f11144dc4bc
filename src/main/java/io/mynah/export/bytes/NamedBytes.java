package io.mynah.export.bytes;

import java.util.Locale;

/**
 * Bytes with the name of their file.
 *
 * @param name may be empty or anything at all; in an archive, the archive's name, a slash and the
 *     path of the entry
 */
public record NamedBytes(String name, ByteSource bytes) {
  /** The file's name without its folders, in lower case. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /** The name of the folder that contains the file; empty if there is none. */
  public String folder() {
    int end = name.lastIndexOf('/');
    return end < 0 ? "" : name.substring(name.lastIndexOf('/', end - 1) + 1, end);
  }
}
