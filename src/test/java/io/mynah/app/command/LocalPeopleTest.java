package io.mynah.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.SmallBase;
import io.mynah.app.wiring.Terminal;
import io.mynah.app.wiring.TestTerminal;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.lm.Chats;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Training;
import io.mynah.models.ModelLibrary;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Change;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The voice of a person on the command line, with one base and another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalPeopleTest {
  private static final Instant NOON = Instant.parse("2024-05-06T12:00:00Z");

  @TempDir static Path folder;
  private Path base;

  private static ApplicationContext open(Object base) {
    Terminal none = TestTerminal.silent();
    Map<String, String> environment =
        Map.of(
            "MYNAH_HOME", folder.resolve("home").toString(),
            "MYNAH_MASTER_KEY", TestKeys.MASTER.text(),
            "MYNAH_TRAINING_BASE", base.toString());
    return ApplicationContext.openAlone(
        new CommandEnvironment(environment, new Properties(), none, Clock.systemUTC()), false);
  }

  @BeforeAll
  void trainBella() throws Exception {
    base = SmallBase.write(folder.resolve("my.base"), 1);
    try (ApplicationContext application = open(base)) {
      Training training =
          SmallBase.train(
              application.learning,
              Chats.ofTwo(120, 1),
              folder.resolve("checkpoints"),
              asked -> false);
      assertThat(training.stages).endsWith("neural");
      PersonId bella = bella(application.corpora);
      try (LanguageModel voice = training.voice()) {
        application.models.publish(bella, voice, Change.NOTHING);
      }
    }
  }

  private static PersonId bella(Corpora corpora) {
    try (Corpora.Import target = corpora.begin(OwnerId.LOCAL, "chat", "Bella", NOON)) {
      target.add(new Message(1, Chats.BELLA, NOON, null, "the cat wants tea"));
      return target
          .finish(List.of(new Corpora.PersonNames(Chats.BELLA, "Bella", List.of())))
          .people()
          .get(0)
          .id();
    }
  }

  private static void borrow(Object base) {
    try (ApplicationContext application = open(base)) {
      LocalPeople people = new LocalPeople(application);
      try (ModelLibrary.Lease lease = people.voice(people.named("Bella"))) {
        assertThat(lease.model().vocabulary()).isPositive();
      }
    }
  }

  @Test
  void aVoiceOfAnotherBaseSaysWhatToDo() {
    borrow(base);
    for (Object other : List.of("none", "shipped")) {
      assertThatThrownBy(() -> borrow(other))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContainingAll(
              "Bella", "another base", "training.base", "mynah train --retrain");
    }
    borrow(base);
  }

  @Test
  void aBaseThatCannotBeReadIsNamedInsteadOfTheVoice() throws Exception {
    Path broken = Files.write(folder.resolve("broken.base"), new byte[100]);
    assertThatThrownBy(() -> borrow(broken))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("broken.base cannot be read", "mynah pretrain");
    borrow(base);
  }
}
