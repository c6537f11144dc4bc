package io.mynah.export;

/** Watches a reading; called now and then on the reading thread. */
@FunctionalInterface
public interface ReadMonitor {
  /** Watches nothing. */
  ReadMonitor NONE = (read, total) -> true;

  /**
   * Hears how far the reading is.
   *
   * @param read bytes of the files as they lie on disk
   * @param total their size
   * @return whether to go on; {@code false} ends in {@link Refusal.Reason#CANCELLED}
   */
  boolean reading(long read, long total);
}
