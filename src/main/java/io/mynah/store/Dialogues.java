package io.mynah.store;

import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import java.time.Instant;
import java.util.Optional;

/** What Mynah waits for from someone at an address ("send me the file now"). Thread-safe. */
public final class Dialogues {
  public Dialogues(Database database) {}

  /** Remembers what is expected, in the chat package's words, until an instant. */
  public void expect(OwnerId owner, Address address, String expectation, Instant until) {}

  public Optional<String> expected(OwnerId owner, Address address, Instant now) {
    throw new UnsupportedOperationException();
  }

  public void clear(OwnerId owner, Address address) {}
}
