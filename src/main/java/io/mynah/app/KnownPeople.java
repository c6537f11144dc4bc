package io.mynah.app;

import io.mynah.chat.roster.NameFinder;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.util.List;

/** The people of the owner at the terminal, by name. */
final class KnownPeople {
  private final Workshop workshop;

  KnownPeople(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * The one person that a name means; of several, the only one with a model.
   *
   * @throws CannotDo when nobody or several people are meant
   */
  Person named(String name) {
    List<Person> people = workshop.corpora.people(OwnerId.LOCAL);
    if (people.isEmpty()) {
      throw new CannotDo("Nobody is known yet. Read an export with: mynah train FILE");
    }
    NameFinder.Found found = NameFinder.find("\"" + name.replace('"', ' ') + "\"", people);
    List<Person> meant = found.sure() ? found.people() : List.of();
    if (meant.size() > 1) {
      List<Person> voiced =
          meant.stream().filter(p -> workshop.personas.find(p).isPresent()).toList();
      meant = voiced.size() == 1 ? voiced : meant;
    }
    if (meant.size() == 1) {
      return meant.get(0);
    }
    throw new CannotDo(
        meant.isEmpty()
            ? "Nobody is called “%s”. There is: %s."
                .formatted(name, ExportFile.list(people, Person::name))
            : "“%s” may be: %s. Say the name in full, or forget the chat that is not meant."
                .formatted(name, ExportFile.list(meant, Person::name)));
  }

  /**
   * Borrows a person's model.
   *
   * @throws CannotDo when there is none that can be used
   */
  ModelLibrary.Lease voice(Person person) {
    try {
      return workshop.models.borrow(person);
    } catch (MissingModel e) {
      throw new CannotDo(
          "%s has no model yet. Train one with: mynah train FILE --person \"%s\""
              .formatted(person.name(), person.name()));
    } catch (DamagedModel e) {
      throw new CannotDo(
          "The model file of %s is damaged. Train it again with: mynah train FILE --person \"%s\""
              .formatted(person.name(), person.name()));
    }
  }
}
