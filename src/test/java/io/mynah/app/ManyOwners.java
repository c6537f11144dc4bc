package io.mynah.app;

import io.mynah.app.benchmark.SampleModel;
import io.mynah.app.command.ExportFile;
import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.SampleChat;
import io.mynah.app.wiring.Terminal;
import io.mynah.app.wiring.TestTerminal;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.TestPerson;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.training.TrainingData;
import io.mynah.models.ModelLibrary;
import io.mynah.store.corpora.Corpora;
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
    try (ApplicationContext application =
        ApplicationContext.openAlone(surroundings(environment), false)) {
      ExportFile file = ExportFile.open(application.reader, export, null);
      List<Message> messages = new ArrayList<>();
      file.read(messages::add);
      PersonKey key = file.person("Bella").key();
      PersonId first = bella(application, owners.get(0), key, messages);
      SampleModel unused =
          SampleModel.train(
              application.config, application.learning, scratch, application.models, budget);
      long bytes;
      try (ModelLibrary.Lease lease = application.models.borrow(TestPerson.of(first))) {
        LanguageModel model = lease.model();
        bytes = model.sizeInBytes();
        for (OwnerId owner : owners.subList(1, owners.size())) {
          PersonId person = bella(application, owner, key, messages);
          application.models.publish(
              person, model, application.voiceRecords.saving(persona(person)));
        }
      }
      application.voiceRecords.save(persona(first));
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
    try (ApplicationContext application =
        ApplicationContext.openAlone(surroundings(environment), false)) {
      for (OwnerId owner : owners) {
        ExportFile file = ExportFile.open(application.reader, export, null);
        try (Corpora.Import target =
            application.corpora.begin(
                owner, file.chat().sourceKey(), file.title(), Instant.now())) {
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

  private static CommandEnvironment surroundings(Map<String, String> environment) {
    Terminal none = TestTerminal.silent();
    return new CommandEnvironment(environment, new Properties(), none, Clock.systemUTC());
  }

  private static VoiceRecord persona(PersonId person) {
    return new VoiceRecord(
        person, "network", 2, MESSAGES, Instant.now(), TrainingData.PREPARATION, null);
  }

  private static PersonId bella(
      ApplicationContext application, OwnerId owner, PersonKey key, List<Message> messages) {
    try (Corpora.Import target =
        application.corpora.begin(owner, "sample", "Bella", Instant.now())) {
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
