package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.chat.roster.NameFinder;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.OtherBase;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.io.UncheckedIOException;
import java.util.List;

/** Finds the local owner's people by name. */
public final class LocalPeople {
  private final ApplicationContext application;

  public LocalPeople(ApplicationContext application) {
    this.application = application;
  }

  /**
   * The person with a name; of several, the only one with a model.
   *
   * @throws CommandFailure when nobody or several people match
   */
  public Person named(String name) {
    List<Person> people = application.corpora.people(OwnerId.LOCAL);
    if (people.isEmpty()) {
      throw new CommandFailure("Nobody is known yet. Read an export with: mynah train FILE");
    }
    NameFinder.Found found = NameFinder.find("\"" + name.replace('"', ' ') + "\"", people);
    List<Person> matches = found.sure() ? found.people() : List.of();
    if (matches.size() > 1) {
      List<Person> trained =
          matches.stream().filter(p -> application.voiceRecords.find(p).isPresent()).toList();
      matches = trained.size() == 1 ? trained : matches;
    }
    if (matches.size() == 1) {
      return matches.get(0);
    }
    throw new CommandFailure(
        matches.isEmpty()
            ? "Nobody is called “%s”. There is: %s."
                .formatted(name, ExportFile.list(people, Person::name))
            : "“%s” may be: %s. Say the name in full, or forget the chat that is not meant."
                .formatted(name, ExportFile.list(matches, Person::name)));
  }

  /**
   * Borrows a person's model.
   *
   * @throws CommandFailure when there is no usable one
   */
  ModelLibrary.Lease voice(Person person) {
    try {
      return application.models.borrow(person);
    } catch (MissingModel e) {
      throw new CommandFailure(
          "%s has no model yet. Train one with: mynah train FILE --person \"%s\""
              .formatted(person.name(), person.name()));
    } catch (UncheckedIOException e) {
      application.learning.bases().checked(); // says so if it is the base that cannot be read
      throw e;
    } catch (DamagedModel e) {
      if (e.getCause() instanceof OtherBase) {
        String base =
            application
                .voiceRecords
                .find(person)
                .map(VoiceRecord::base)
                .map(each -> "the base " + each.name())
                .orElse("another base");
        throw new CommandFailure(
            "The model of %s was trained from %s, which is not here. Add that base again, or set training.base to its file, or train anew with: mynah train --retrain --person \"%s\""
                .formatted(person.name(), base, person.name()));
      }
      if (person.messages() == 0) {
        throw new CommandFailure(
            "The model file of %s is damaged. Forget it, and import the voice again: mynah import FILE"
                .formatted(person.name()));
      }
      throw new CommandFailure(
          "The model file of %s is damaged. Train it again with: mynah train FILE --person \"%s\""
              .formatted(person.name(), person.name()));
    }
  }
}
