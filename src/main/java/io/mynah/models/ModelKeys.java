package io.mynah.models;

import io.mynah.domain.PersonId;
import io.mynah.vault.DataKey;
import java.util.Optional;

/** The keys that models are sealed with. Thread-safe. */
@FunctionalInterface
public interface ModelKeys {
  /** The key for the model of a person; empty if the person is not known any more. */
  Optional<DataKey> of(PersonId person);
}
