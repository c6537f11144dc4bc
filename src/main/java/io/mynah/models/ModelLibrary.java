package io.mynah.models;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.mynah.domain.JobId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.store.blobs.BlobChange;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.database.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the models of all people, and lends loaded models from a bounded cache. Any number of
 * threads may share a model; one that leaves the cache is closed with its last {@link Lease}.
 * Thread-safe.
 */
public final class ModelLibrary implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelLibrary.class);

  /** The unit of cache weights. Caffeine's weights are ints, so a model may have 2 TiB. */
  private static final int WEIGHT_BYTES = 1024;

  /** Carries a failure out of the cache's loader. */
  private static final class LoadFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoadFailure(Exception cause) {
      super(null, cause, false, false);
    }
  }

  private final ModelStore store;
  private final Cache<PersonId, LoadedModel> loaded;

  private volatile Consumer<PersonId> listener = person -> {};

  /**
   * @param blobs where the models are stored
   * @param keys to seal them with
   * @param cacheBytes memory for all loaded models together
   * @param expiry how long a model stays loaded after its last use
   */
  public ModelLibrary(
      BlobStore blobs, ModelFormat format, ModelKeys keys, long cacheBytes, Duration expiry) {
    this(blobs, format, keys, cacheBytes, expiry, Ticker.systemTicker());
  }

  ModelLibrary(
      BlobStore blobs,
      ModelFormat format,
      ModelKeys keys,
      long cacheBytes,
      Duration expiry,
      Ticker ticker) {
    store = new ModelStore(blobs, format, keys);
    loaded =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes / WEIGHT_BYTES)
            .weigher((PersonId person, LoadedModel model) -> weight(model.model()))
            .expireAfterAccess(expiry)
            .ticker(ticker)
            // Closes idle models on time, not only at the next use of the cache.
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .removalListener(
                (person, model, cause) -> {
                  if (model != null) {
                    model.release();
                  }
                })
            .recordStats()
            .build();
  }

  /**
   * Sets a listener that is called for each person whose model is borrowed, on the borrower's
   * thread.
   */
  public void onBorrow(Consumer<PersonId> newListener) {
    listener = newListener;
  }

  private static int weight(LanguageModel model) {
    long units = (model.sizeInBytes() + WEIGHT_BYTES - 1) / WEIGHT_BYTES;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, units));
  }

  /**
   * Publishes a model in place of the person's previous one, together with a change that records
   * it: both happen or nothing does. The caller still owns {@code model} and closes it.
   *
   * @throws UnknownPerson if the person was erased, or the change found that what it is about is
   *     gone
   */
  public void publish(PersonId person, LanguageModel model, Change change) throws IOException {
    publish(person, model, BlobChange.of(change));
  }

  /** The same with a change that may keep the previous model as a version. */
  public void publish(PersonId person, LanguageModel model, BlobChange change) throws IOException {
    store.write(person, BlobName.model(person), model, change);
    loaded.invalidate(person);
  }

  /**
   * Stores a model as the candidate of a person's job until {@link #promote}, as {@link #publish}
   * does. It replaces the job's previous candidate.
   */
  public void keepCandidate(PersonId person, JobId job, LanguageModel model, Change change)
      throws IOException {
    store.write(person, BlobName.candidate(person, job), model, BlobChange.of(change));
  }

  /**
   * Replaces the person's model with the job's candidate, together with a change that records it.
   *
   * @throws MissingModel if there is no candidate
   * @throws DamagedModel if the candidate is damaged; the person's model is not changed
   * @throws UnknownPerson if the change found that what it is about is gone
   */
  public void promote(PersonId person, JobId job, BlobChange change)
      throws MissingModel, DamagedModel, UnknownPerson {
    BlobName candidate = BlobName.candidate(person, job);
    store.read(person, candidate).model().close();
    if (!store.promote(person, candidate, change)) {
      throw new UnknownPerson();
    }
    loaded.invalidate(person);
  }

  /**
   * Puts a version of the person's model in use by a change of names. It may be a part of a
   * transaction of this thread.
   *
   * @return false if the change found that there is no such version
   */
  public boolean use(PersonId person, long version, BlobChange change) {
    boolean used = store.use(person, BlobName.version(person, version), change);
    loaded.invalidate(person);
    return used;
  }

  /** Whether a version that is not in use is intact. Reads all of it. */
  public boolean versionIntact(PersonId person, long version) {
    return isIntact(person, BlobName.version(person, version));
  }

  /** Whether the job has an intact candidate. Reads all of it. */
  public boolean candidateIntact(PersonId person, JobId job) {
    return isIntact(person, BlobName.candidate(person, job));
  }

  private boolean isIntact(PersonId person, BlobName name) {
    try {
      store.read(person, name).model().close();
      return true;
    } catch (MissingModel | DamagedModel e) {
      return false;
    }
  }

  /**
   * Borrows the candidate, to evaluate it.
   *
   * @throws MissingModel if there is none
   * @throws DamagedModel if it is damaged
   */
  public Lease borrowCandidate(Person person, JobId job) throws MissingModel, DamagedModel {
    return new LoadedModel(store.read(person.id(), BlobName.candidate(person.id(), job))).lease();
  }

  /** Deletes the candidate, if there is one. */
  public void dropCandidate(PersonId person, JobId job) {
    store.delete(BlobName.candidate(person, job));
  }

  /** The jobs that have a candidate, and whom they train. */
  public Map<JobId, PersonId> candidates() {
    return store.candidates();
  }

  /** Whether a person has a model, damaged or not. */
  public boolean has(PersonId person) {
    return store.version(BlobName.model(person)).isPresent();
  }

  /**
   * Reads the model of a person without keeping it, which does not count as its use.
   *
   * @throws MissingModel when there is none
   * @throws DamagedModel when it is damaged
   */
  public Lease read(PersonId person) throws MissingModel, DamagedModel {
    return new LoadedModel(store.read(person, BlobName.model(person))).lease();
  }

  /** Whether a person has an intact model. Reads all of it. */
  public boolean intact(PersonId person) {
    return isIntact(person, BlobName.model(person));
  }

  /** The size of a person's model as it is stored, in bytes; 0 if there is none. */
  public long storedBytes(PersonId person) {
    return store.size(BlobName.model(person));
  }

  /** The size of a version that is not in use, in bytes; 0 if there is none. */
  public long versionBytes(PersonId person, long version) {
    return store.size(BlobName.version(person, version));
  }

  /** The size of a person's model and all of its versions as they are stored, in bytes. */
  public long allStoredBytes(PersonId person) {
    return storedBytes(person) + store.size(BlobName.Group.versions(person));
  }

  /**
   * Borrows the newest model of a person, loading it if needed. Concurrent calls load it once.
   *
   * @throws MissingModel when there is none
   * @throws DamagedModel when it is damaged
   * @throws java.io.UncheckedIOException when it cannot be read now
   */
  public Lease borrow(Person person) throws MissingModel, DamagedModel {
    return borrow(person.id());
  }

  /**
   * Borrows a version that is not in use, which is loaded for this.
   *
   * @throws MissingModel when there is none
   * @throws DamagedModel when it is damaged
   */
  public Lease borrowVersion(Person person, long version) throws MissingModel, DamagedModel {
    return new LoadedModel(store.read(person.id(), BlobName.version(person.id(), version))).lease();
  }

  private Lease borrow(PersonId person) throws MissingModel, DamagedModel {
    listener.accept(person);
    while (true) {
      AtomicBoolean mine = new AtomicBoolean();
      LoadedModel model = get(person, mine);
      // Retained while loading, so that a model larger than the cache is not closed before use.
      boolean held = mine.get() || model.retain();
      if (!held) {
        continue;
      }
      boolean newest = false;
      try {
        // It may have been replaced or deleted meanwhile, or by another process.
        newest = store.version(BlobName.model(person)).filter(model.version()::equals).isPresent();
        if (newest) {
          return model.lease();
        }
        loaded.asMap().remove(person, model);
      } finally {
        if (!newest) {
          model.release();
        }
      }
    }
  }

  private LoadedModel get(PersonId person, AtomicBoolean mine) throws MissingModel, DamagedModel {
    try {
      return loaded.get(
          person,
          key -> {
            LoadedModel model = load(key);
            model.retain();
            mine.set(true);
            return model;
          });
    } catch (LoadFailure e) {
      if (e.getCause() instanceof MissingModel missing) {
        throw missing;
      }
      if (e.getCause() instanceof DamagedModel damaged) {
        log.warn("The model of person {} is damaged: {}", person.value(), damaged.getMessage());
        throw damaged;
      }
      throw e;
    }
  }

  private LoadedModel load(PersonId person) {
    try {
      return new LoadedModel(store.read(person, BlobName.model(person)));
    } catch (MissingModel | DamagedModel e) {
      throw new LoadFailure(e);
    }
  }

  /**
   * Writes the model of a person in its format, unsealed.
   *
   * @param out left open
   * @throws MissingModel when there is no file
   * @throws DamagedModel when the file is damaged; a part may be written by then
   */
  public void copy(Person person, OutputStream out) throws MissingModel, DamagedModel, IOException {
    store.copy(person.id(), BlobName.model(person.id()), out);
  }

  /** The same for a version that is not in use. */
  public void copyVersion(Person person, long version, OutputStream out)
      throws MissingModel, DamagedModel, IOException {
    store.copy(person.id(), BlobName.version(person.id(), version), out);
  }

  /**
   * Reads a model that {@link #copy} wrote, to the end; the caller closes it.
   *
   * @throws DamagedModel when it was altered or cut off, or belongs to a base that is not here
   */
  LanguageModel parse(InputStream payload) throws DamagedModel {
    return store.parse(payload);
  }

  /** Deletes the model, its versions and the candidates, and drops the loaded model. */
  public void delete(PersonId person) {
    // Without a model in use, no version takes its place any more.
    deleteInUse(person);
    store.delete(BlobName.Group.versions(person));
  }

  /** The same, but keeps the versions that are not in use. */
  public void deleteInUse(PersonId person) {
    store.delete(BlobName.Group.candidates(person));
    store.delete(BlobName.model(person));
    loaded.invalidate(person);
  }

  /** What the cache has done since the process began. */
  public CacheStats cacheStatistics() {
    return loaded.stats();
  }

  /** How many models are loaded, about. */
  public long loadedModels() {
    return loaded.estimatedSize();
  }

  /** The memory that the loaded models take, in bytes. */
  public long loadedBytes() {
    return WEIGHT_BYTES
        * loaded.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
  }

  /** The cache's statistics in a line, for the log. */
  public String statistics() {
    loaded.cleanUp();
    CacheStats stats = loaded.stats();
    return String.format(
        Locale.ROOT,
        "models: %d loaded, %.1f MiB, %d hits, %d misses, %d loads failed, %d evicted,"
            + " %.0f ms a load",
        loaded.estimatedSize(),
        loadedBytes() / (double) (1 << 20),
        stats.hitCount(),
        stats.missCount(),
        stats.loadFailureCount(),
        stats.evictionCount(),
        stats.averageLoadPenalty() / 1e6);
  }

  /** Drops all loaded models; borrowed ones are closed with their last lease. */
  @Override
  public void close() {
    log.info("{}", statistics());
    loaded.invalidateAll();
    loaded.cleanUp();
  }

  /** A borrowed model. Close it when done; closing it again does nothing. */
  public interface Lease extends AutoCloseable {
    /**
     * The model.
     *
     * @throws IllegalStateException when the lease was closed
     */
    LanguageModel model();

    @Override
    void close();
  }
}
