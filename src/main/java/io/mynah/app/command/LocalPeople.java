package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
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
  private final Roster roster;

  public LocalPeople(ApplicationContext application) {
    this.application = application;
    roster = new Roster(application.corpora);
  }

  /**
   * The person with a name, or {@code NAME@CHAT}; of several, the only one with a model.
   *
   * @throws CommandFailure when nobody or several people match
   */
  public Person named(String name) {
    List<Person> people = application.corpora.people(OwnerId.LOCAL);
    if (people.isEmpty()) {
      throw new CommandFailure("Nobody is known yet. Read an export with: mynah train FILE");
    }
    List<Person> matches = withVoice(matches(name, people));
    if (matches.size() == 1) {
      return matches.get(0);
    }
    throw new CommandFailure(
        matches.isEmpty()
            ? "Nobody is called “%s”. There is: %s."
                .formatted(name, ExportFile.list(people, Person::name))
            : "“%s” may be: %s. Say “%s@CHAT”, with the title of the chat, or where it is from."
                .formatted(
                    name,
                    ExportFile.list(
                        matches, person -> roster.title(OwnerId.LOCAL, person, matches)),
                    matches.get(0).name()));
  }

  private List<Person> matches(String name, List<Person> people) {
    NameFinder.Found found = NameFinder.find("\"" + name.replace('"', ' ') + "\"", people);
    if (!found.sure()) {
      found = roster.find(OwnerId.LOCAL, name, people);
    }
    return found.sure() && found.rest().isEmpty() ? found.people() : List.of();
  }

  /** The only one of several who has a model; all of them if that is nobody, or not one alone. */
  private List<Person> withVoice(List<Person> people) {
    List<Person> trained =
        people.stream().filter(p -> application.voiceRecords.find(p).isPresent()).toList();
    return trained.size() == 1 ? trained : people;
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
