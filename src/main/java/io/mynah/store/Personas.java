package io.mynah.store;

import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.Persona;
import java.util.List;
import java.util.Optional;

/** Which people have a model, and how good it is. Thread-safe. */
public final class Personas {
  public Personas(Database database) {}

  /** Records the model of a person in place of the one before. */
  public void save(Persona persona) {}

  public Optional<Persona> find(PersonId person) {
    throw new UnsupportedOperationException();
  }

  public List<Persona> of(OwnerId owner) {
    throw new UnsupportedOperationException();
  }

  public void delete(PersonId person) {}
}
