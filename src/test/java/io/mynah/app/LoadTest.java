package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mynah.store.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many people at once: {@code mvn test -Pload}. What is promised about time holds on two cores that
 * do nothing else, so it is printed as JSON and only what holds anywhere is asserted.
 */
class LoadTest {
  @TempDir Path folder;

  private static void print(Object figures) throws Exception {
    System.out.println(
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures));
  }

  /** On SQLite, on a server, or on one after the other, as {@code mynah.load.database} says. */
  @Test
  @Tag("load")
  void aThousandPeopleAtOnceAreAllAnswered() throws Exception {
    String where = System.getProperty("mynah.load.database", "sqlite");
    if (!where.equals("postgres")) {
      load("sqlite", "");
    }
    if (!where.equals("sqlite")) {
      try (EmbeddedPostgres server = TestPostgres.startDurable()) {
        load("postgres", server.getJdbcUrl("postgres", "postgres"));
      }
    }
  }

  private void load(String name, String database) throws Exception {
    LoadRun.Figures figures;
    try (LoadRun run = new LoadRun(folder.resolve(name), database)) {
      figures = run.run(Integer.getInteger("mynah.load.seconds", 60));
    }
    print(figures);
    assertThat(figures.lost()).isZero();
    assertThat(figures.mostInTenSeconds()).as("thirty a second").isLessThanOrEqualTo(300);
    assertThat(figures.slowestIntakeMs()).as("the update thread").isLessThan(5_000);
  }

  @Test
  @Tag("load")
  void whoTalksDoesNotWaitForChatsThatAreImportedForgottenAndSealedAnew() throws Exception {
    BusyStoreRun.Figures figures;
    try (BusyStoreRun run = new BusyStoreRun(folder)) {
      figures = run.run();
    }
    print(figures);
    assertThat(figures.lost()).isZero();
    assertThat(figures.messages()).isGreaterThan(900_000);
  }
}
