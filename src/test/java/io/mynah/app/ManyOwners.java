package io.mynah.app;

import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Persona;
import io.mynah.domain.TestPerson;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.LearningSet;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Corpora;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Fills a data folder with the sample chat's Bella for many owners, who share nothing. */
final class ManyOwners {
  private static final int MESSAGES = 30;

  private ManyOwners() {}

  /**
   * Trains one model and gives a copy of it to each owner.
   *
   * @param scratch an empty folder
   * @return the memory that one of them takes when it is loaded, in bytes
   */
  static long fill(
      Map<String, String> environment, List<OwnerId> owners, Path scratch, Duration budget)
      throws Exception {
    Path export = Files.createDirectories(scratch).resolve("sample.json");
    SampleChat.unpack(export);
    try (Workshop workshop = Workshop.openAlone(surroundings(environment), false)) {
      ExportFile file = ExportFile.open(workshop.reader, export, null);
      List<Message> messages = new ArrayList<>();
      file.read(messages::add);
      PersonKey key = file.person("Bella").key();
      PersonId first = bella(workshop, owners.get(0), key, messages);
      SampleVoice unused = SampleVoice.train(workshop.config, scratch, workshop.models, budget);
      long bytes;
      try (ModelLibrary.Lease lease = workshop.models.borrow(TestPerson.of(first))) {
        LanguageModel model = lease.model();
        bytes = model.sizeInBytes();
        for (OwnerId owner : owners.subList(1, owners.size())) {
          PersonId person = bella(workshop, owner, key, messages);
          workshop.models.publish(person, model);
          workshop.personas.save(persona(person));
        }
      }
      workshop.personas.save(persona(first));
      return bytes;
    }
  }

  /**
   * Gives the chat of an export to each owner; says how many messages it has.
   *
   * @param export of one chat
   */
  static int give(Map<String, String> environment, Path export, List<OwnerId> owners)
      throws Exception {
    int messages = 0;
    try (Workshop workshop = Workshop.openAlone(surroundings(environment), false)) {
      for (OwnerId owner : owners) {
        ExportFile file = ExportFile.open(workshop.reader, export, null);
        try (Corpora.Import target =
            workshop.corpora.begin(owner, file.chat().sourceKey(), file.title(), Instant.now())) {
          List<Corpora.PersonNames> people =
              file.read(target::add).chat().people().stream()
                  .map(p -> new Corpora.PersonNames(p.key(), p.name(), p.aliases()))
                  .toList();
          messages = target.finish(people).added();
        }
      }
    }
    return messages;
  }

  private static Surroundings surroundings(Map<String, String> environment) {
    Terminal none =
        new Terminal(
            new BufferedReader(Reader.nullReader()),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            false);
    return new Surroundings(environment, new Properties(), none, Clock.systemUTC());
  }

  private static Persona persona(PersonId person) {
    return new Persona(person, "network", 2, MESSAGES, Instant.now(), LearningSet.PREPARATION);
  }

  private static PersonId bella(
      Workshop workshop, OwnerId owner, PersonKey key, List<Message> messages) {
    try (Corpora.Import target = workshop.corpora.begin(owner, "sample", "Bella", Instant.now())) {
      messages.subList(0, 2 * MESSAGES).stream()
          .filter(message -> message.sender().equals(key))
          .forEach(target::add);
      return target
          .finish(List.of(new Corpora.PersonNames(key, "Bella", List.of())))
          .people()
          .get(0)
          .id();
    }
  }
}
