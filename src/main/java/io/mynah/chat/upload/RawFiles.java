package io.mynah.chat.upload;

import io.mynah.chat.FileTarget;
import io.mynah.export.ExportSource;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of raw uploads. Files bear names of ours: the upload's id and a number. They are
 * sealed with the upload's key while they are fetched. Thread-safe.
 */
final class RawFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RawFiles.class);
  private static final String WHOLE = ".sealed";
  private static final String UNFINISHED = ".unfinished";

  private static final Pattern NAME = Pattern.compile("(\\d{1,18})-\\d+\\.(sealed|unfinished)");

  private final Path folder;
  private final LongFunction<Optional<DataKey>> keys;

  /**
   * @param keys the key of an upload, as long as there is such an upload
   */
  RawFiles(Path folder, LongFunction<Optional<DataKey>> keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /** The files of an upload: where they are for local ones, else from the folder. */
  List<ExportSource> sources(long upload, UploadFiles uploadFiles) throws IOException {
    if (uploadFiles.local()) {
      return uploadFiles.files().stream()
          .map(file -> ExportSource.of(Path.of(file.handle())))
          .toList();
    }
    DataKey key = key(upload);
    return IntStream.range(0, uploadFiles.files().size())
        .<ExportSource>mapToObj(i -> new SealedFile(path(upload, i, WHOLE), key, place(upload, i)))
        .toList();
  }

  /** Whether a file of an upload was fetched. */
  boolean holds(long upload, int index) {
    return Files.exists(path(upload, index, WHOLE));
  }

  /** Where a file of an upload is fetched to; nothing lies there yet. */
  FileTarget fresh(long upload, int index) throws IOException {
    Files.createDirectories(folder);
    SealedFile fresh =
        new SealedFile(path(upload, index, UNFINISHED), key(upload), place(upload, index));
    fresh.delete();
    return fresh;
  }

  /** What was fetched is whole. */
  void fetched(long upload, int index) throws IOException {
    Files.move(
        path(upload, index, UNFINISHED),
        path(upload, index, WHOLE),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private DataKey key(long upload) throws IOException {
    return keys.apply(upload).orElseThrow(() -> new IOException("the upload has ended"));
  }

  private Path path(long upload, int index, String ending) {
    return folder.resolve(upload + "-" + index + ending);
  }

  private static String place(long upload, int index) {
    return "uploads " + upload + " " + index;
  }

  /** A file that is sealed as it is written and opened as it is read. */
  private record SealedFile(Path path, DataKey key, String place)
      implements ExportSource, FileTarget {
    @Override
    public OutputStream create() throws IOException {
      OutputStream out =
          Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return key.sealing(out, place);
    }

    @Override
    public void delete() throws IOException {
      Files.deleteIfExists(path);
    }

    @Override
    public long size() throws IOException {
      try (SeekableByteChannel channel = open()) {
        return channel.size();
      }
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      return key.opening(Files.newByteChannel(path), place);
    }
  }

  void delete(long upload) {
    delete(name -> Long.parseLong(name.group(1)) == upload);
  }

  /** Deletes what belongs to none of these uploads, and what is not sealed. */
  void deleteAllBut(Set<Long> uploads) {
    delete(
        name ->
            !uploads.contains(Long.parseLong(name.group(1)))
                || name.group(2).equals("raw")
                || name.group(2).equals("part"));
  }

  private void delete(Predicate<Matcher> which) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> doomed = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && which.test(name)) {
          doomed.add(file);
        }
      }
      for (Path file : doomed) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("a raw upload could not be deleted, tried again later: {}", e.getClass().getName());
    }
  }
}
