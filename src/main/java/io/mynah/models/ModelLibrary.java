package io.mynah.models;

import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The model files of all people and the bounded cache of loaded ones. Thread-safe: any number of
 * replies may hold one model at once; a model that leaves the cache is closed when its last {@link
 * Lease} is.
 */
public final class ModelLibrary implements AutoCloseable {
  /**
   * @param folder of the model files
   * @param cacheBytes memory that loaded models may hold together
   * @param expiry after the last use
   */
  public ModelLibrary(Path folder, ModelFormat format, long cacheBytes, Duration expiry) {}

  /**
   * Writes a model under a temporary name, syncs it to disk and renames it over the one before. The
   * caller keeps and closes {@code model}.
   */
  public void publish(PersonId person, LanguageModel model) throws IOException {}

  /**
   * Borrows the model of a person, loading it if needed; two that ask at once load it once.
   *
   * @throws MissingModel when there is no file
   * @throws DamagedModel when the file is not what was written
   */
  public Lease borrow(PersonId person) throws MissingModel, DamagedModel {
    throw new UnsupportedOperationException();
  }

  /** Deletes the file and drops the loaded model. */
  public void delete(PersonId person) throws IOException {}

  /** The cache's figures in a line, for the log. */
  public String statistics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  /** A model in use. Close it when done. */
  public interface Lease extends AutoCloseable {
    LanguageModel model();

    @Override
    void close();
  }
}
