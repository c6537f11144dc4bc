package io.mynah.app.base;

import io.mynah.app.wiring.Terminal;
import io.mynah.console.ProgressLine;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints how much of a file was loaded. For one thread. */
final class DownloadProgress {
  private static final double MEGABYTE = 1e6;
  private static final int STEP_PERCENT = 10;

  private final PrintWriter err;
  private final @Nullable ProgressLine rewritten;
  private String file = "";
  private long shown;

  DownloadProgress(Terminal terminal) {
    err = terminal.err();
    rewritten = terminal.interactive() ? ProgressLine.onTerminal(err) : null;
  }

  /**
   * Some of a file was received.
   *
   * @param bytes that are there
   * @param length of the whole file; −1 if unknown
   */
  void received(String name, long bytes, long length) {
    long step = rewritten == null ? STEP_PERCENT : 1;
    long now = length > 0 ? 100 * bytes / length / step : (long) (bytes / MEGABYTE / step);
    if (name.equals(file) && now == shown) {
      return;
    }
    boolean first = !name.equals(file);
    file = name;
    shown = now;
    if (rewritten != null) {
      rewritten.show(line(name, bytes, length));
    } else if (!first) {
      err.println(line(name, bytes, length));
    }
  }

  private static String line(String name, long bytes, long length) {
    return length > 0
        ? String.format(
            Locale.ROOT,
            "%s: %.1f of %.1f MB, %d %%",
            name,
            bytes / MEGABYTE,
            length / MEGABYTE,
            100 * bytes / length)
        : String.format(Locale.ROOT, "%s: %.1f MB", name, bytes / MEGABYTE);
  }

  /** Leaves the line of a file that is not received whole. */
  void stop() {
    if (rewritten != null && !file.isEmpty()) {
      rewritten.end();
      file = "";
    }
  }

  /** A file was received whole. */
  void complete(String name, long bytes) {
    if (rewritten != null) {
      rewritten.show(line(name, bytes, -1));
      rewritten.end();
    } else {
      err.println(line(name, bytes, -1));
    }
    file = "";
  }
}
