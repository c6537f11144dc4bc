package io.mynah.training;

import io.mynah.domain.JobId;
import io.mynah.lm.CheckpointFiles;
import io.mynah.store.blobs.Blob;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.database.Change;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The checkpoint files of a job as blobs.
 *
 * @param folder before their names; empty, or with a slash at its end
 * @param running checks that the job is still claimed; otherwise nothing is written
 */
record CheckpointBlobs(BlobStore blobs, JobId job, String folder, Change running)
    implements CheckpointFiles {
  CheckpointBlobs(BlobStore blobs, JobId job, Change running) {
    this(blobs, job, "", running);
  }

  @Override
  public CheckpointBlobs within(String part) {
    return new CheckpointBlobs(blobs, job, folder + part + "/", running);
  }

  @Override
  public Optional<InputStream> open(String name) throws IOException {
    Optional<Blob> blob = blobs.find(blobName(name));
    return blob.isEmpty() ? Optional.empty() : Optional.of(blob.get().stream());
  }

  @Override
  public void write(String name, Content content) throws IOException {
    if (!blobs.write(blobName(name), content::writeTo, running)) {
      throw new FailureClassifier.ClaimEnded();
    }
  }

  private BlobName blobName(String name) {
    return BlobName.checkpoint(job, folder + name);
  }
}
