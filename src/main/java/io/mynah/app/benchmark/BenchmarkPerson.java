package io.mynah.app.benchmark;

import io.mynah.domain.ChatId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.export.ExportedPerson;
import java.util.List;

/** Makes a person from an export that a benchmark reads without storing it. Stateless. */
final class BenchmarkPerson {
  private BenchmarkPerson() {}

  /** A person for a model folder that is not in any database and has only this person. */
  static Person of(ExportedPerson person) {
    return new Person(
        new PersonId(1),
        new ChatId(1),
        person.key(),
        person.name(),
        person.aliases(),
        person.messages(),
        person.first(),
        person.last(),
        List.of());
  }
}
