package io.mynah.lm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The files of one training's own that it goes on from after it was cut off. Used by one thread at
 * a time.
 */
public interface CheckpointFiles {
  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    /**
     * Writes all of it.
     *
     * @param out left open
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Those of a part of the training. */
  CheckpointFiles within(String part);

  /**
   * Opens a file, if there is one. That it is not what was written may show only as it is read, by
   * an {@link IOException}.
   */
  Optional<InputStream> open(String name) throws IOException;

  /**
   * Makes or replaces a file, at once and for good: whenever the process or the machine ends, it is
   * as it was before or as it is to be. That the thread is interrupted makes no difference.
   */
  void write(String name, Content content) throws IOException;
}
