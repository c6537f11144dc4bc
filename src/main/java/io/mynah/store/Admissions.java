package io.mynah.store;

import io.mynah.domain.OwnerId;
import java.time.Instant;

/** Who opened the bot with a one-time link. Thread-safe. */
public final class Admissions {
  public Admissions(Database database) {}

  public boolean admitted(OwnerId owner) {
    throw new UnsupportedOperationException();
  }

  public void admit(OwnerId owner, Instant now) {}

  /** Whether anyone was admitted. */
  public boolean any() {
    throw new UnsupportedOperationException();
  }
}
