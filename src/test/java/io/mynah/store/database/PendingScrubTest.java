package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class PendingScrubTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private long due() {
    return database
        .jdbi()
        .inTransaction(
            h -> {
              PendingScrub.due(h);
              return PendingScrub.number(h).orElseThrow();
            });
  }

  private boolean isDueAfter(long done) {
    database.jdbi().useHandle(h -> PendingScrub.done(h, done));
    return database.read(PendingScrub::isDue);
  }

  @Test
  void aScrubIsDueUntilOneWasDoneThatBeganLater() {
    long first = due();
    long second = due();
    assertThat(isDueAfter(first)).isTrue();
    assertThat(isDueAfter(second)).isFalse();
  }

  @Test
  void aScrubIsDueThoughOneEndsThatBeganBeforeAnotherWasDone() {
    long first = due();
    assertThat(isDueAfter(first)).isFalse();
    due();
    assertThat(isDueAfter(first)).isTrue();
  }
}
