package io.mynah.export;

/** Observes the reading of an export; called now and then on the reading thread. */
@FunctionalInterface
public interface ReadMonitor {
  /** Ignores all calls. */
  ReadMonitor NONE = (read, total) -> true;

  /**
   * Receives the progress of the reading.
   *
   * @param read bytes of the files, as stored on disk
   * @param total their size
   * @return whether to continue; {@code false} ends in {@link Refusal.Reason#CANCELLED}
   */
  boolean reading(long read, long total);
}
