package io.mynah.store.database;

import org.jspecify.annotations.Nullable;

/** Thrown when a database server cannot be used. The message says why, and what to do. */
public final class UnusableServer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableServer(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
