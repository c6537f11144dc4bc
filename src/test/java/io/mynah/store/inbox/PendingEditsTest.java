package io.mynah.store.inbox;

import static io.mynah.store.StoreFixture.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class PendingEditsTest {
  private static final MessageRef MESSAGE = new MessageRef(new Address("telegram:1"), "5");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private PendingEdits edits;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    edits = new PendingEdits(database, Bot.ONLY);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theNewestEditOfAMessageWaitsUntilItIsMade() {
    long first = edits.put(MESSAGE, OWNER, "10 %");
    long second = edits.put(MESSAGE, OWNER, "20 %");
    edits.done(MESSAGE, first);
    assertThat(edits.waiting()).containsExactly(new PendingEdits.Edit(MESSAGE, "20 %", second));
    edits.done(MESSAGE, second);
    assertThat(edits.waiting()).isEmpty();
  }

  @Test
  void anEditWaitsThoughOneIsMadeThatWasForgottenBefore() {
    long forgotten = edits.put(MESSAGE, OWNER, "10 %");
    database.jdbi().useHandle(h -> PendingEdits.forget(h, OWNER));
    long later = edits.put(MESSAGE, OWNER, "20 %");
    edits.done(MESSAGE, forgotten);
    assertThat(edits.waiting()).containsExactly(new PendingEdits.Edit(MESSAGE, "20 %", later));
  }
}
