package io.mynah.export.bytes;

import io.mynah.export.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/** The kind of a file by its first bytes; its name is not trusted. */
public enum FileKind {
  JSON(null, ""),
  HTML(null, ""),
  GZIP(null, ""),
  ZIP(null, ""),
  EMPTY(Reason.EMPTY, ""),
  PHOTO(Reason.PHOTO, ""),
  VIDEO(Reason.VIDEO, ""),
  AUDIO(Reason.AUDIO, ""),
  PDF(Reason.PDF, ""),
  SEVEN_ZIP(Reason.OTHER_ARCHIVE, "7z"),
  RAR(Reason.OTHER_ARCHIVE, "rar"),
  TAR(Reason.OTHER_ARCHIVE, "tar"),
  XZ(Reason.OTHER_ARCHIVE, "xz"),
  BZIP2(Reason.OTHER_ARCHIVE, "bz2"),
  ZSTANDARD(Reason.OTHER_ARCHIVE, "zst"),
  LZ4(Reason.OTHER_ARCHIVE, "lz4"),
  OTHER(Reason.NOT_AN_EXPORT, "");

  private final @Nullable Reason reason;
  private final String archive;

  FileKind(@Nullable Reason reason, String archive) {
    this.reason = reason;
    this.archive = archive;
  }

  /** Why a file of this kind is refused; {@code null} if it may hold an export. */
  public @Nullable RefusedException refusal() {
    if (reason == null) {
      return null;
    }
    return archive.isEmpty() ? RefusedException.of(reason) : RefusedException.kind(reason, archive);
  }
}
