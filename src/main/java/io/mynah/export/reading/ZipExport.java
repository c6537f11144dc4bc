package io.mynah.export.reading;

import io.mynah.export.ExportLimits;
import io.mynah.export.ExportSource;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.CheckedEntry;
import io.mynah.export.bytes.FileBytes;
import io.mynah.export.bytes.FileKind;
import io.mynah.export.bytes.GzipBytes;
import io.mynah.export.bytes.ReadingBudget;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.bytes.UnpackedBytes;
import io.mynah.export.bytes.ZipContents;
import io.mynah.export.chats.ExportContent;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.utils.InputStreamStatistics;

/**
 * A zip that contains an export. Only the entries of the export are unpacked, as streams. Names of
 * entries are compared and never used as paths.
 */
final class ZipExport implements Closeable {
  /** Bytes that the directory of a zip may take for each entry, with a long name. */
  private static final long DIRECTORY_BYTES = 160;

  private static final long DIRECTORY_SLACK = 1 << 20;

  private final FileBytes file;
  private final ZipFile zip;
  private final ReadingBudget budget;

  private ZipExport(FileBytes file, ZipFile zip, ReadingBudget budget) {
    this.file = file;
    this.zip = zip;
    this.budget = budget;
  }

  /** Opens a zip and finds the export in it; closing the result closes the zip. */
  static ExportContent open(ExportSource source, ReadingBudget budget) throws IOException {
    FileBytes file = FileBytes.open(source, budget);
    try {
      ZipExport zip = new ZipExport(file, directory(file, budget.limits()), budget);
      return zip.content();
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static ZipFile directory(FileBytes file, ExportLimits limits) throws IOException {
    // The library loads the whole directory, so its size is limited before its entries are
    // counted.
    long most = limits.entries() * DIRECTORY_BYTES + DIRECTORY_SLACK;
    file.allow(most);
    ZipFile zip;
    try {
      zip = ZipFile.builder().setSeekableByteChannel(file).setIgnoreLocalFileHeader(true).get();
    } catch (IOException | RuntimeException e) {
      // The library wraps exceptions of the file.
      RefusedException refusal = RefusedException.causeOf(e);
      if (refusal == null) {
        throw RefusedException.of(Reason.ZIP_DAMAGED);
      }
      throw refusal.isFor(Reason.FILE_TOO_LARGE) ? tooManyEntries(limits) : refusal;
    }
    file.allow(Long.MAX_VALUE);
    return zip;
  }

  private static RefusedException tooManyEntries(ExportLimits limits) {
    return RefusedException.limit(Reason.TOO_MANY_ENTRIES, limits.entries());
  }

  private ExportContent content() throws IOException {
    List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
    if (all.size() > budget.limits().entries()) {
      throw tooManyEntries(budget.limits());
    }
    Map<String, ZipArchiveEntry> files = ZipContents.files(all);
    ZipContents contents = ZipContents.of(files.keySet());
    if (contents.document() != null) {
      return document(named(files, contents.document()));
    }
    List<ExportContent.HtmlChat> chats = new ArrayList<>();
    for (List<String> pages : contents.chats()) {
      List<ByteSource> sources = new ArrayList<>();
      for (String page : pages) {
        ZipArchiveEntry entry = readable(named(files, page));
        sources.add(() -> unpack(entry));
      }
      chats.add(new ExportContent.HtmlChat(sources));
    }
    return new ExportContent.Html(chats, this);
  }

  private static ZipArchiveEntry named(Map<String, ZipArchiveEntry> files, String name) {
    return Objects.requireNonNull(files.get(name));
  }

  private ExportContent document(ZipArchiveEntry entry) throws IOException {
    readable(entry);
    ByteSource bytes = () -> unpack(entry);
    FileKind kind = ExportOpener.sniffPacked(bytes, Reason.ZIP_DAMAGED);
    if (kind == FileKind.GZIP) {
      ByteSource inner = () -> GzipBytes.open(bytes, budget);
      kind = ExportOpener.sniffPacked(inner, Reason.ZIP_DAMAGED);
      if (kind == FileKind.JSON) {
        return new ExportContent.Json(inner, this);
      }
    }
    if (kind == FileKind.JSON) {
      return new ExportContent.Json(bytes, this);
    }
    throw RefusedException.of(Reason.ZIP_WITHOUT_EXPORT);
  }

  private static ZipArchiveEntry readable(ZipArchiveEntry entry) throws RefusedException {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw RefusedException.of(Reason.ZIP_ENCRYPTED);
    }
    int method = entry.getMethod();
    boolean known =
        method == ZipEntry.STORED
            || method == ZipEntry.DEFLATED
            || method == ZipMethod.ENHANCED_DEFLATED.getCode()
            || method == ZipMethod.BZIP2.getCode();
    if (!known) {
      throw RefusedException.kind(Reason.OTHER_ARCHIVE, "zip/" + method);
    }
    return entry;
  }

  private InputStream unpack(ZipArchiveEntry entry) throws IOException {
    InputStream in;
    try {
      in = zip.getInputStream(entry);
    } catch (RefusedException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException("damaged entry", e);
    }
    if (in == null) {
      throw new IOException("unreadable entry");
    }
    long start = file.count();
    LongSupplier packed =
        in instanceof InputStreamStatistics counted
            ? counted::getCompressedCount
            : () -> file.count() - start;
    return new UnpackedBytes(new CheckedEntry(in, entry.getCrc()), budget, packed);
  }

  @Override
  public void close() throws IOException {
    try {
      zip.close();
    } finally {
      file.close();
    }
  }
}
