package io.mynah.models;

import io.mynah.lm.LanguageModel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loaded model and how many hold it: the cache is one, each lease another. Whoever lets go last
 * closes it, so a model is never freed under a reply. Thread-safe.
 */
final class LoadedModel {
  private final LanguageModel model;
  private final long generation;
  private final AtomicInteger holders = new AtomicInteger(1);

  /**
   * Held once, by its maker.
   *
   * @param generation which publication of the person's model it was loaded after
   */
  LoadedModel(LanguageModel model, long generation) {
    this.model = model;
    this.generation = generation;
  }

  LanguageModel model() {
    return model;
  }

  long generation() {
    return generation;
  }

  /** Holds the model once more, unless all let go of it already. */
  boolean retain() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Lets go of the model. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      model.close();
    }
  }

  /** A lease that stands for one hold. */
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
