package io.mynah.chat.upload;

import io.mynah.chat.FileTarget;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.blobs.Draft;
import io.mynah.store.database.Change;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A file that is sealed as it is fetched. Close it; what was not kept is deleted by that. For one
 * thread.
 */
final class FetchTarget implements FileTarget, AutoCloseable {
  private final BlobStore blobs;
  private final BlobName name;
  private final DataKey key;
  private final String place;
  private final Change existing;
  private @Nullable Draft draft;

  /**
   * @param place the associated data of its seal
   * @param existing checks that its upload still exists
   */
  FetchTarget(BlobStore blobs, BlobName name, DataKey key, String place, Change existing) {
    this.blobs = blobs;
    this.name = name;
    this.key = key;
    this.place = place;
    this.existing = existing;
  }

  @Override
  public OutputStream create() throws IOException {
    if (draft != null) {
      throw new FileAlreadyExistsException("created before");
    }
    Draft created = blobs.draft();
    draft = created;
    return key.sealing(created.out(), place);
  }

  @Override
  public void delete() {
    if (draft != null) {
      draft.close();
      draft = null;
    }
  }

  /**
   * Keeps what was fetched: it is whole.
   *
   * @throws IOException if it cannot be written, or the upload has ended
   */
  void keep() throws IOException {
    if (draft == null || !blobs.publish(draft, name, existing)) {
      throw new IOException("the upload has ended");
    }
  }

  @Override
  public void close() {
    delete();
  }
}
