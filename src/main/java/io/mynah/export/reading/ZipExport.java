package io.mynah.export.reading;

import io.mynah.export.ExportLimits;
import io.mynah.export.ExportSource;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.CheckedEntry;
import io.mynah.export.bytes.FileBytes;
import io.mynah.export.bytes.FileKind;
import io.mynah.export.bytes.FileKindDetector;
import io.mynah.export.bytes.GzipBytes;
import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.bytes.ReadingBudget;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.bytes.UnpackedBytes;
import io.mynah.export.bytes.ZipContents;
import io.mynah.export.chats.ExportContent;
import io.mynah.export.chats.ExportFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final String name;
  private final ReadingBudget budget;
  private final ForeignFormats formats;

  private ZipExport(
      FileBytes file, ZipFile zip, String name, ReadingBudget budget, ForeignFormats formats) {
    this.file = file;
    this.zip = zip;
    this.name = name;
    this.budget = budget;
    this.formats = formats;
  }

  /** Opens a zip and finds the export in it; closing the result closes the zip. */
  static ExportContent open(ExportSource source, ReadingBudget budget, ForeignFormats formats)
      throws IOException {
    FileBytes file = FileBytes.open(source, budget);
    try {
      ZipExport zip =
          new ZipExport(file, directory(file, budget.limits()), source.name(), budget, formats);
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
    if (!contents.chats().isEmpty()) {
      return pages(files, contents.chats());
    }
    Optional<ForeignFormats.Packed> packed = formats.ofEntries(files.keySet());
    if (packed.isPresent()) {
      List<NamedBytes> entries = new ArrayList<>();
      for (String name : packed.get().entries()) {
        entries.add(new NamedBytes(pathOf(name), bytes(named(files, name))));
      }
      return new ExportContent.Foreign(packed.get().format(), entries, this);
    }
    return nearest(files, contents.candidates());
  }

  private ExportContent pages(Map<String, ZipArchiveEntry> files, List<List<String>> chats)
      throws RefusedException {
    List<ExportContent.HtmlChat> found = new ArrayList<>();
    for (List<String> pages : chats) {
      List<ByteSource> sources = new ArrayList<>();
      for (String page : pages) {
        sources.add(bytes(named(files, page)));
      }
      found.add(new ExportContent.HtmlChat(sources));
    }
    return new ExportContent.Html(found, this);
  }

  /**
   * The export that is nearest to the root, by content: a document of Telegram's, or all files of
   * one other form. Files sent in a chat, of which some may be exports too, are further down, or
   * beside one of a form that is preferred.
   *
   * @param candidates nearest first
   */
  private ExportContent nearest(Map<String, ZipArchiveEntry> files, List<String> candidates)
      throws RefusedException {
    RefusedException refusal = null;
    ByteSource document = null;
    ExportFormat format = null;
    Map<ExportFormat, List<NamedBytes>> exports = new HashMap<>();
    long documentDepth = Long.MAX_VALUE;
    long formatDepth = Long.MAX_VALUE;
    int looked = 0;
    for (String name : candidates) {
      long depth = ZipContents.depth(name);
      if (document != null && depth > documentDepth) {
        break;
      }
      if (looked++ >= budget.limits().chats()) {
        throw RefusedException.limit(Reason.TOO_MANY_CHATS, budget.limits().chats());
      }
      try {
        Unpacked file = unpacked(bytes(named(files, name)));
        Optional<ExportFormat> form = formats.of(file.kind(), file.head());
        if (form.isPresent()) {
          exports
              .computeIfAbsent(form.get(), f -> new ArrayList<>())
              .add(new NamedBytes(pathOf(name), file.bytes()));
          if (format == null || (depth == formatDepth && formats.isBefore(form.get(), format))) {
            format = form.get();
            formatDepth = depth;
          }
        } else if (file.kind() == FileKind.JSON && document == null) {
          document = file.bytes();
          documentDepth = depth;
        }
      } catch (RefusedException e) {
        if (!e.isFor(Reason.ZIP_DAMAGED)
            && !e.isFor(Reason.ZIP_ENCRYPTED)
            && !e.isFor(Reason.OTHER_ARCHIVE)) {
          throw e;
        }
        refusal = refusal == null ? e : refusal;
      }
    }
    if (format != null) {
      return new ExportContent.Foreign(format, Objects.requireNonNull(exports.get(format)), this);
    }
    if (document != null) {
      return new ExportContent.Json(document, this);
    }
    throw refusal == null ? ZipContents.refusal(files.keySet()) : refusal;
  }

  private String pathOf(String entry) {
    return name + "/" + entry;
  }

  private static ZipArchiveEntry named(Map<String, ZipArchiveEntry> files, String name) {
    return Objects.requireNonNull(files.get(name));
  }

  private ExportContent document(ZipArchiveEntry entry) throws IOException {
    Unpacked file = unpacked(bytes(entry));
    if (file.kind() == FileKind.JSON) {
      return new ExportContent.Json(file.bytes(), this);
    }
    throw RefusedException.of(Reason.ZIP_WITHOUT_EXPORT);
  }

  /** An entry, unzipped if it is gzipped. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Unpacked(ByteSource bytes, FileKind kind, byte[] head) {}

  private Unpacked unpacked(ByteSource bytes) throws RefusedException {
    byte[] head = ExportOpener.unpackedHead(bytes, Reason.ZIP_DAMAGED);
    FileKind kind = FileKindDetector.sniff(head);
    if (kind != FileKind.GZIP) {
      return new Unpacked(bytes, kind, head);
    }
    ByteSource inner = () -> GzipBytes.open(bytes, budget);
    head = ExportOpener.unpackedHead(inner, Reason.ZIP_DAMAGED);
    return new Unpacked(inner, FileKindDetector.sniff(head), head);
  }

  private ByteSource bytes(ZipArchiveEntry entry) throws RefusedException {
    ZipArchiveEntry known = readable(entry);
    return () -> unpack(known);
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
