package io.mynah.export;

/**
 * Caps on what an upload may cost.
 *
 * @param fileBytes of one file as it arrives
 * @param unpackedBytes of everything read out of it
 * @param ratio unpacked to packed bytes, looked at after the first megabytes
 * @param entries in a zip, and pages of an HTML export
 * @param nesting of JSON, and of archives in archives (which is never more than one)
 * @param textLength characters of one JSON string or HTML message
 * @param people named in one chat
 * @param chats in one export
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
  /** Room for the largest exports known, and no more. */
  public static final ExportLimits DEFAULT =
      new ExportLimits(4L << 30, 16L << 30, 200, 200_000, 64, 4_000_000, 200_000, 50_000);
}
