package io.mynah.app;

import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.Persona;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Turn;
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
    Terminal none =
        new Terminal(
            new BufferedReader(Reader.nullReader()),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            false);
    Surroundings surroundings =
        new Surroundings(environment, new Properties(), none, Clock.systemUTC());
    try (Workshop workshop = Workshop.openAlone(surroundings, false)) {
      PersonId first = null;
      long bytes = 0;
      SampleVoice voice = null;
      for (OwnerId owner : owners) {
        if (voice == null) {
          PersonId nobody = new PersonId(1_000_000);
          Path folder = Files.createDirectories(scratch);
          voice = SampleVoice.train(workshop.config, folder, workshop.models, nobody, budget);
          first = nobody;
        }
        PersonId person = bella(workshop, owner, voice);
        try (ModelLibrary.Lease lease = workshop.models.borrow(first)) {
          LanguageModel model = lease.model();
          workshop.models.publish(person, model);
          bytes = model.sizeInBytes();
        }
        workshop.personas.save(new Persona(person, "network", 2, MESSAGES, Instant.now()));
      }
      if (first != null) {
        workshop.models.delete(first);
      }
      return bytes;
    }
  }

  private static PersonId bella(Workshop workshop, OwnerId owner, SampleVoice voice) {
    try (Corpora.Import target = workshop.corpora.begin(owner, "sample", "Bella", Instant.now())) {
      List<Turn> turns = voice.turns().subList(0, MESSAGES);
      for (int i = 0; i < turns.size(); i++) {
        Turn turn = turns.get(i);
        target.add(new Message(i + 1, voice.person().key(), turn.at(), null, turn.text()));
      }
      return target
          .finish(List.of(new Corpora.PersonNames(voice.person().key(), "Bella", List.of())))
          .people()
          .get(0)
          .id();
    }
  }
}
