package io.mynah.chat;

import java.io.IOException;
import java.io.OutputStream;

/** A file that something is fetched into. Used by one thread at a time. */
public interface FileTarget {
  /**
   * Makes the file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one; it is not this target's then
   */
  OutputStream create() throws IOException;

  /** Deletes what {@link #create} made, so that it can be made again. */
  void delete() throws IOException;
}
