package io.mynah.app.benchmark;

import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.models.ModelLibrary;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.database.Database;
import io.mynah.vault.DataKey;
import io.mynah.vault.MasterKey;
import java.nio.file.Path;
import java.util.Optional;

/** The models of a benchmark, sealed with a random key that exists only in this process. */
final class TemporaryModels implements AutoCloseable {
  private final Database database;
  private final BlobStore blobs;
  private final VoiceLearning learning;
  private final MynahConfig.Models config;
  private final Optional<DataKey> key = Optional.of(MasterKey.random().newKey());

  /**
   * @param folder for all files; its owner deletes it
   */
  TemporaryModels(Path folder, VoiceLearning learning, MynahConfig.Models config) {
    this.learning = learning;
    this.config = config;
    database = Database.sqlite(folder.resolve("models.db"), MasterKey.random());
    blobs = BlobStore.of(database, folder.resolve("models"));
  }

  /** Opens the models with an empty cache. */
  ModelLibrary open() {
    return new ModelLibrary(
        blobs, learning.format(), person -> key, config.cacheBytes(), config.expiry());
  }

  @Override
  public void close() {
    database.close();
  }
}
