package io.mynah.store.database;

import org.jdbi.v3.core.Handle;

/** A part of a transaction that somebody else begins and ends. Thread-safe. */
@FunctionalInterface
public interface Change {
  /** Changes nothing. */
  Change NOTHING = transaction -> true;

  /**
   * Makes the change. Returns false if what it is about is gone; then the whole transaction is
   * rolled back.
   */
  boolean makeIn(Handle transaction);

  /** This change, and then another one. */
  default Change and(Change next) {
    return transaction -> makeIn(transaction) && next.makeIn(transaction);
  }
}
