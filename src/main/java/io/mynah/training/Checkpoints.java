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

/** Manages the checkpoint folders of jobs that have not ended. Thread-safe. */
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
   * The checkpoint files of a job. Creates its folder if needed.
   *
   * @param key to seal them with
   */
  CheckpointFiles of(JobId job, DataKey key) throws IOException {
    Path path = Files.createDirectories(path(job));
    // A checkpoint from another text preparation does not open, so training starts over.
    String associatedData =
        "checkpoints/" + job.value() + "/preparation-" + TrainingData.PREPARATION;
    return new SealedCheckpoints(new CheckpointFolder(path), key, associatedData);
  }

  private Path path(JobId job) {
    return folder.resolve(Long.toString(job.value()));
  }

  /** Deletes the checkpoints of a job. {@link #sweep} tries again if that fails. */
  void delete(JobId job) {
    delete(path(job));
  }

  /** Deletes checkpoints of ended jobs that a killed process left. */
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
