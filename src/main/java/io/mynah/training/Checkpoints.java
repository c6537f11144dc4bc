package io.mynah.training;

import io.mynah.domain.JobId;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.training.TrainingData;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.jobs.Jobs;
import io.mynah.vault.DataKey;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of jobs that have not ended. Thread-safe. */
final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private final BlobStore blobs;
  private final Jobs jobs;

  Checkpoints(BlobStore blobs, Jobs jobs) {
    this.blobs = blobs;
    this.jobs = jobs;
  }

  /**
   * The checkpoint files of a running job.
   *
   * @param key to seal them with
   */
  CheckpointFiles of(JobId job, DataKey key) {
    // A checkpoint from another text preparation does not open, so training starts over.
    String associatedData =
        "checkpoints/" + job.value() + "/preparation-" + TrainingData.PREPARATION;
    return new SealedCheckpoints(
        new CheckpointBlobs(blobs, job, jobs.running(job)), key, associatedData);
  }

  /** Deletes the checkpoints of a job. {@link #sweep} tries again if that fails. */
  void delete(JobId job) {
    try {
      blobs.delete(BlobName.Group.checkpoints(job));
    } catch (RuntimeException e) {
      log.warn("checkpoints of job {} were not deleted: {}", job.value(), e.getClass());
    }
  }

  /** Deletes checkpoints of ended jobs that a killed process left. */
  void sweep(Set<JobId> open) {
    blobs.names(BlobName.Group.CHECKPOINTS).stream()
        .map(name -> new JobId(name.number()))
        .distinct()
        .filter(job -> !open.contains(job))
        .forEach(this::delete);
  }

  /** Whether too little space is left to write anything. */
  boolean isFull() {
    return blobs.isFull();
  }
}
