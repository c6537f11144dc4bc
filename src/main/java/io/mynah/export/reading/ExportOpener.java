package io.mynah.export.reading;

import io.mynah.export.ExportLimits;
import io.mynah.export.ExportSource;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.FileBytes;
import io.mynah.export.bytes.FileKind;
import io.mynah.export.bytes.FileKindDetector;
import io.mynah.export.bytes.GzipBytes;
import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.bytes.ReadingBudget;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.ExportContent;
import io.mynah.export.chats.ExportFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Detects the form of an upload by its content, and opens it. */
final class ExportOpener {
  private static final Closeable NOTHING = () -> {};

  private final ReadingBudget budget;
  private final ForeignFormats formats;

  ExportOpener(ReadingBudget budget, ForeignFormats formats) {
    this.budget = budget;
    this.formats = formats;
  }

  /** The total size of files; refuses an empty list and files that are too large. */
  static long size(List<ExportSource> files, ExportLimits limits) throws RefusedException {
    long total = 0;
    for (ExportSource file : files) {
      try {
        long size = file.size();
        if (size > limits.fileBytes()) {
          throw RefusedException.limit(Reason.FILE_TOO_LARGE, limits.fileBytes());
        }
        total += size;
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        throw RefusedException.of(Reason.IO);
      }
    }
    return total;
  }

  /** Opens one file, or the pages of one HTML export. */
  ExportContent open(List<ExportSource> files) throws IOException {
    if (files.isEmpty()) {
      throw RefusedException.of(Reason.EMPTY);
    }
    if (files.size() == 1) {
      return open(files.get(0));
    }
    if (files.size() > budget.limits().entries()) {
      throw RefusedException.limit(Reason.TOO_MANY_ENTRIES, budget.limits().entries());
    }
    List<HtmlPage> pages = new ArrayList<>();
    for (ExportSource file : files) {
      pages.add(HtmlPage.look(file));
    }
    List<ByteSource> ordered = new ArrayList<>();
    for (ExportSource page : HtmlPage.inOrder(pages)) {
      ordered.add(plain(page));
    }
    return new ExportContent.Html(List.of(new ExportContent.HtmlChat(ordered)), NOTHING);
  }

  private ExportContent open(ExportSource file) throws IOException {
    ByteSource bytes = plain(file);
    byte[] head = head(file);
    FileKind kind = FileKindDetector.sniff(head);
    if (kind == FileKind.ZIP) {
      return ZipExport.open(file, budget, formats);
    }
    int layers = 0;
    while (kind == FileKind.GZIP && layers < 2) {
      ByteSource packed = bytes;
      bytes = () -> GzipBytes.open(packed, budget);
      head = unpackedHead(bytes, Reason.UNREADABLE);
      kind = FileKindDetector.sniff(head);
      layers++;
    }
    Optional<ExportFormat> format = formats.of(kind, head);
    if (format.isPresent()) {
      return new ExportContent.Foreign(
          format.get(), List.of(new NamedBytes(file.name(), bytes)), NOTHING);
    }
    RefusedException refusal = kind.refusal();
    if (refusal != null) {
      throw refusal;
    }
    return switch (kind) {
      case JSON -> new ExportContent.Json(bytes, NOTHING);
      case HTML ->
          new ExportContent.Html(List.of(new ExportContent.HtmlChat(List.of(bytes))), NOTHING);
      case ZIP -> throw RefusedException.kind(Reason.OTHER_ARCHIVE, "zip.gz");
      default -> throw RefusedException.kind(Reason.OTHER_ARCHIVE, "gz.gz.gz");
    };
  }

  private ByteSource plain(ExportSource file) {
    return () -> FileBytes.open(file, budget);
  }

  /** The first bytes of a file. */
  static byte[] head(ExportSource file) throws RefusedException {
    try (InputStream in = Channels.newInputStream(file.open())) {
      return in.readNBytes(FileKindDetector.HEAD);
    } catch (IOException e) {
      throw RefusedException.of(Reason.IO);
    }
  }

  /**
   * The first of packed bytes.
   *
   * @param ifNothing the reason to refuse them if not one byte can be unpacked
   */
  static byte[] unpackedHead(ByteSource bytes, Reason ifNothing) throws RefusedException {
    byte[] head = new byte[FileKindDetector.HEAD];
    int length = 0;
    try (InputStream in = bytes.open()) {
      for (int n = 0; n >= 0 && length < head.length; length += Math.max(0, n)) {
        n = in.read(head, length, head.length - length);
      }
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      // A truncated file may still have enough bytes for the detection.
      if (length == 0) {
        throw RefusedException.of(ifNothing);
      }
    }
    return Arrays.copyOf(head, length);
  }
}
