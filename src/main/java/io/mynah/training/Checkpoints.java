package io.mynah.training;

import io.mynah.domain.JobId;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.training.TrainingData;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders that jobs which have not ended keep their checkpoints in. Thread-safe. */
final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /**
   * The checkpoints of a job, whose folder is made if there is none.
   *
   * @param key to seal them with
   */
  CheckpointFiles of(JobId job, DataKey key) throws IOException {
    Path path = Files.createDirectories(path(job));
    // What learned from texts prepared otherwise does not open, and so is not gone on with.
    String associatedData =
        "checkpoints/" + job.value() + "/preparation-" + TrainingData.PREPARATION;
    return new SealedCheckpoints(new CheckpointFolder(path), key, associatedData);
  }

  private Path path(JobId job) {
    return folder.resolve(Long.toString(job.value()));
  }

  /** Deletes what a job left. What cannot be deleted now is tried again by {@link #sweep}. */
  void delete(JobId job) {
    delete(path(job));
  }

  /** Deletes what jobs left that have ended: their process was killed before it could. */
  void sweep(Set<JobId> open) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
      for (Path each : folders) {
        String name = String.valueOf(each.getFileName());
        if (name.matches("\\d{1,18}") && !open.contains(new JobId(Long.parseLong(name)))) {
          delete(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      log.warn("checkpoints of job {} were not deleted: {}", path.getFileName(), e.getClass());
    }
  }
}
