package io.mynah.models;

import io.mynah.lm.LanguageModel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loaded model with a reference count: one for the cache and one for each lease. The last release
 * closes the model, so it is never closed while in use. Thread-safe.
 */
final class LoadedModel {
  private final LanguageModel model;
  private final String version;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Creates a reference that its creator holds. */
  LoadedModel(ModelStore.Versioned read) {
    model = read.model();
    version = read.version();
  }

  LanguageModel model() {
    return model;
  }

  /** The version of the blob that it was read from. */
  String version() {
    return version;
  }

  /** Adds a reference, unless all are released. Returns whether it was added. */
  boolean retain() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Releases a reference. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      model.close();
    }
  }

  /** A lease that releases one reference. */
  ModelLibrary.Lease lease() {
    AtomicBoolean open = new AtomicBoolean(true);
    return new ModelLibrary.Lease() {
      @Override
      public LanguageModel model() {
        if (!open.get()) {
          throw new IllegalStateException("the lease was closed");
        }
        return model;
      }

      @Override
      public void close() {
        if (open.getAndSet(false)) {
          release();
        }
      }
    };
  }
}
