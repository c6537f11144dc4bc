package io.mynah.store.blobs;

import io.mynah.store.database.Change;
import java.util.function.Predicate;

/**
 * A part of a transaction that also changes names of blobs.
 *
 * @param step makes it; returns false if what it is about is gone, and then the whole transaction
 *     is rolled back
 */
public record BlobChange(Predicate<BlobNames> step) {
  /** A change that leaves all names as they are. */
  public static BlobChange of(Change change) {
    return new BlobChange(names -> change.makeIn(names.transaction()));
  }

  /** This change, and then another one. */
  public BlobChange and(BlobChange next) {
    return new BlobChange(step.and(next.step));
  }
}
