package io.mynah.export;

/**
 * Limits on what an upload may cost.
 *
 * @param fileBytes size of one file as it arrives
 * @param unpackedBytes everything that is read out of it
 * @param ratio unpacked to packed bytes, checked after the first megabytes
 * @param entries in a zip, and pages of an HTML export
 * @param nesting depth of JSON, and of archives in archives (which is never more than one)
 * @param textLength characters of one JSON string, HTML message, or message of a text
 * @param people named in one chat, or in all chats of an export that lists them
 * @param chats in one export, and files of a zip that may be chats
 */
public record ExportLimits(
    long fileBytes,
    long unpackedBytes,
    int ratio,
    int entries,
    int nesting,
    int textLength,
    int people,
    int chats) {
  /** Limits that the largest known exports just fit. */
  public static final ExportLimits DEFAULT =
      new ExportLimits(4L << 30, 16L << 30, 200, 200_000, 64, 4_000_000, 200_000, 50_000);
}
