package io.mynah.chat.upload;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of raw uploads. Files bear names of ours: the upload's id and a number. Thread-safe.
 */
final class RawFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RawFiles.class);
  private static final Pattern NAME = Pattern.compile("(\\d{1,18})-\\d+\\.(raw|part)");

  private final Path folder;

  RawFiles(Path folder) {
    this.folder = folder;
  }

  /** Where the files of an upload lie: where they are for local ones, else in the folder. */
  List<Path> paths(long upload, Parcel parcel) {
    if (parcel.local()) {
      return parcel.files().stream().map(file -> Path.of(file.handle())).toList();
    }
    return IntStream.range(0, parcel.files().size())
        .mapToObj(i -> folder.resolve(upload + "-" + i + ".raw"))
        .toList();
  }

  /** Where a file of an upload lies while it is fetched; nothing lies there yet. */
  Path fresh(long upload, int index) throws IOException {
    Files.createDirectories(folder);
    Path path = folder.resolve(upload + "-" + index + ".part");
    Files.deleteIfExists(path);
    return path;
  }

  void delete(long upload) {
    delete(id -> id == upload);
  }

  /** Deletes what belongs to none of these uploads. */
  void deleteAllBut(Set<Long> uploads) {
    delete(id -> !uploads.contains(id));
  }

  private void delete(LongPredicate which) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> doomed = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        var name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && which.test(Long.parseLong(name.group(1)))) {
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
