package io.mynah.app.wiring;

import io.mynah.store.blobs.BlobStore;
import io.mynah.store.database.Database;

/** A database beside that of the application, which nobody else works on. */
public final class OtherDatabase implements AutoCloseable {
  private final Database database;
  private final BlobStore blobs;
  private final ExclusiveUse use;

  OtherDatabase(Database database, BlobStore blobs, ExclusiveUse use) {
    this.database = database;
    this.blobs = blobs;
    this.use = use;
  }

  public Database database() {
    return database;
  }

  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public void close() {
    use.close();
    database.close();
  }
}
