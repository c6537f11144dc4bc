package io.mynah.store;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import java.util.Optional;

/** What owners set. Thread-safe. */
public final class Preferences {
  public Preferences(Database database) {}

  public Optional<Settings> find(OwnerId owner) {
    throw new UnsupportedOperationException();
  }

  public void save(OwnerId owner, Settings settings) {}
}
