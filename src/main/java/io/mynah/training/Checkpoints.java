package io.mynah.training;

import io.mynah.domain.JobId;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.training.TrainingData;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.jobs.JobClaims;
import io.mynah.vault.DataKey;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of jobs that have not ended. Thread-safe. */
final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private final BlobStore blobs;
  private final JobClaims claims;

  Checkpoints(BlobStore blobs, JobClaims claims) {
    this.blobs = blobs;
    this.claims = claims;
  }

  /**
   * The checkpoint files of a claimed job.
   *
   * @param key to seal them with
   */
  CheckpointFiles of(JobClaims.Claim claim, DataKey key) {
    JobId job = claim.job().id();
    // A checkpoint from another text preparation does not open, so training starts over.
    String associatedData =
        "checkpoints/" + job.value() + "/preparation-" + TrainingData.PREPARATION;
    return new SealedCheckpoints(
        new CheckpointBlobs(blobs, job, claims.held(claim)), key, associatedData);
  }

  /** Deletes the checkpoints of a job. If that fails, the next start tries again. */
  void delete(JobId job) {
    try {
      blobs.delete(BlobName.Group.checkpoints(job));
    } catch (RuntimeException e) {
      log.warn("checkpoints of job {} were not deleted: {}", job.value(), e.getClass());
    }
  }

  /** The jobs that have checkpoints. */
  Set<JobId> jobs() {
    return blobs.names(BlobName.Group.CHECKPOINTS).stream()
        .map(name -> new JobId(name.number()))
        .collect(Collectors.toSet());
  }

  /** Whether too little space is left to write anything. */
  boolean isFull() {
    return blobs.isFull();
  }
}
