package io.mynah.lm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The checkpoint files of one training, from which it continues after an interruption. Used by one
 * thread at a time.
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

  /** The files of a part of the training. */
  CheckpointFiles within(String part);

  /**
   * Opens a file, if it exists. Whether it holds what was written may only show during reading, by
   * an {@link IOException}.
   */
  Optional<InputStream> open(String name) throws IOException;

  /**
   * Creates or replaces a file atomically and durably: after a crash of the process or the machine
   * it has either the old content or the new. An interrupt of the thread makes no difference.
   */
  void write(String name, Content content) throws IOException;
}
