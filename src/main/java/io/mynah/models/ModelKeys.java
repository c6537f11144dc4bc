package io.mynah.models;

import io.mynah.domain.PersonId;
import io.mynah.vault.DataKey;
import java.util.Optional;

/** Finds the keys that seal model files. Thread-safe. */
@FunctionalInterface
public interface ModelKeys {
  /** The key for a person's model; empty if the person no longer exists. */
  Optional<DataKey> of(PersonId person);
}
