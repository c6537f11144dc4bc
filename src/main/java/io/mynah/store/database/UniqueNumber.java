package io.mynah.store.database;

import java.security.SecureRandom;

/** Random positive numbers, so many that none is drawn twice. Thread-safe. */
public final class UniqueNumber {
  private static final SecureRandom RANDOM = new SecureRandom();

  private UniqueNumber() {}

  /** A number that no process has drawn before. */
  public static long next() {
    return RANDOM.nextLong(1, Long.MAX_VALUE);
  }
}
