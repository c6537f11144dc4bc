package io.mynah.chat;

import java.io.IOException;
import java.io.OutputStream;

/** A file that a download is written to. Used by one thread at a time. */
public interface FileTarget {
  /**
   * Creates the file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one already; it does not belong to
   *     this target then
   */
  OutputStream create() throws IOException;

  /** Deletes what {@link #create} created, so that it can be created again. */
  void delete() throws IOException;
}
