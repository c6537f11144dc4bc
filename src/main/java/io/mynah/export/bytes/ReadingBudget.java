package io.mynah.export.bytes;

import io.mynah.export.ExportLimits;
import io.mynah.export.ReadMonitor;
import io.mynah.export.Refusal.Reason;

/**
 * Counts what a reading has cost so far and compares it with its {@link ExportLimits}; also tells
 * the {@link ReadMonitor} the progress. Not thread-safe.
 */
public final class ReadingBudget {
  /** The ratio is checked after this many unpacked bytes, since small files may be repetitive. */
  private static final long RATIO_FROM = 8L << 20;

  private static final long REPORT_EVERY = 1L << 20;

  private final ExportLimits limits;
  private final ReadMonitor monitor;
  private final long total;
  private long read;
  private long nextReport;
  private long unpacked;

  /**
   * @param total size of all files, in bytes
   */
  public ReadingBudget(ExportLimits limits, ReadMonitor monitor, long total) {
    this.limits = limits;
    this.monitor = monitor;
    this.total = total;
  }

  public ExportLimits limits() {
    return limits;
  }

  /** Counts bytes that came from the disk. */
  void read(long bytes) throws RefusedException {
    read += bytes;
    if (read >= nextReport) {
      nextReport = read + REPORT_EVERY;
      report(Math.min(read, total));
    }
  }

  /** Tells the monitor that everything is read. */
  public void finished() throws RefusedException {
    report(total);
  }

  private void report(long at) throws RefusedException {
    boolean goOn;
    try {
      goOn = monitor.reading(at, total);
    } catch (RuntimeException e) {
      throw RefusedException.ofCaller(e);
    }
    if (!goOn) {
      throw RefusedException.of(Reason.CANCELLED);
    }
  }

  /**
   * Counts unpacked bytes.
   *
   * @param ofThis all bytes unpacked from this stream so far
   * @param packed the bytes they were unpacked from
   */
  void unpacked(long bytes, long ofThis, long packed) throws RefusedException {
    unpacked += bytes;
    if (unpacked > limits.unpackedBytes()) {
      throw RefusedException.limit(Reason.UNPACKED_TOO_LARGE, limits.unpackedBytes());
    }
    if (ofThis > RATIO_FROM && ofThis / Math.max(1, packed) >= limits.ratio()) {
      throw RefusedException.limit(Reason.RATIO_TOO_HIGH, limits.ratio());
    }
  }
}
