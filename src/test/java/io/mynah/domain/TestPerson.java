package io.mynah.domain;

import java.time.Instant;
import java.util.List;

/** People who are in no store. */
public final class TestPerson {
  private TestPerson() {}

  public static Person of(PersonId id) {
    return of(id.value(), "Person " + id.value());
  }

  public static Person of(long id, String name, String... aliases) {
    return new Person(
        new PersonId(id),
        new ChatId(1),
        new PersonKey("user" + id),
        name,
        List.of(aliases),
        100,
        Instant.EPOCH,
        Instant.EPOCH,
        List.of());
  }
}
