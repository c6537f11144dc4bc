package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.mynah.store.DatabaseKind;
import io.mynah.store.TestPostgres;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresDialectTest {
  @TempDir Path folder;
  private PostgresDialect dialect;
  private Database database;

  @BeforeEach
  void open() {
    dialect = new PostgresDialect(TestPostgres.url(folder));
    database = Database.of(dialect, TestKeys.MASTER);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static String setting(DataSource connections, String name) {
    return Jdbi.create(connections)
        .withHandle(
            h ->
                h.createQuery("select current_setting(?)").bind(0, name).mapTo(String.class).one());
  }

  @Test
  void theServerSoonEndsTheSessionOfAMachineThatIsGone() {
    try (HikariDataSource pool = dialect.pool();
        HikariDataSource readers = dialect.readers();
        HikariDataSource relaxed = dialect.relaxed()) {
      for (DataSource each : List.of(pool, readers, relaxed, dialect.bulk(), dialect.unpooled())) {
        assertThat(setting(each, "tcp_keepalives_idle")).isEqualTo("30");
        assertThat(setting(each, "tcp_user_timeout")).isEqualTo("60000");
      }
      for (DataSource each : List.of(pool, relaxed, dialect.bulk())) {
        assertThat(setting(each, "idle_in_transaction_session_timeout")).isEqualTo("1min");
      }
    }
  }

  @Test
  void nobodyWaitsForeverForALockOrAnAnswerButThoseWhoWriteMuch() {
    try (HikariDataSource pool = dialect.pool();
        HikariDataSource readers = dialect.readers();
        HikariDataSource relaxed = dialect.relaxed()) {
      for (HikariDataSource each : List.of(pool, readers, relaxed)) {
        assertThat(setting(each, "lock_timeout")).isEqualTo("30s");
        assertThat(((PGSimpleDataSource) each.getDataSource()).getSocketTimeout()).isPositive();
      }
    }
    for (DataSource each : List.of(dialect.bulk(), dialect.unpooled())) {
      assertThat(setting(each, "lock_timeout")).isEqualTo("0");
      assertThat(((PGSimpleDataSource) each).getSocketTimeout()).isZero();
    }
  }

  @Test
  void whatMustSurviveAPowerCutDoesSoWhateverTheServerIsSetTo() {
    alter(database, "synchronous_commit = off");
    try (HikariDataSource pool = dialect.pool();
        HikariDataSource relaxed = dialect.relaxed()) {
      assertThat(setting(pool, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(dialect.unpooled(), "synchronous_commit")).isEqualTo("on");
      assertThat(setting(relaxed, "synchronous_commit")).isEqualTo("off");
      assertThat(setting(dialect.bulk(), "synchronous_commit")).isEqualTo("off");
    }
  }

  /** Changes a setting of the database, for sessions that begin later. */
  private static void alter(Database database, String setting) {
    database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "do $$ begin execute format('alter database %I set "
                        + setting
                        + "', current_database()); end $$"));
  }

  @Test
  void aServerThatLetsNobodyWriteIsRefusedInWords() {
    alter(database, "default_transaction_read_only = on");
    assertThatThrownBy(() -> DatabaseKind.POSTGRES.open(folder, TestKeys.MASTER))
        .isInstanceOf(UnusableServer.class)
        .hasMessageContaining("lets nobody write");
  }

  @Test
  void ofWorkWhoseConnectionBreaksTheFaultOfTheWorkIsTold() {
    RuntimeException fault = new IllegalStateException("of the work");
    Jdbi.create(dialect.bulk())
        .useHandle(
            h ->
                assertThatThrownBy(
                        () ->
                            dialect.exclusively(
                                h,
                                "name",
                                () -> {
                                  assertThatThrownBy(
                                      () ->
                                          h.execute(
                                              "select pg_terminate_backend(pg_backend_pid())"));
                                  throw fault;
                                }))
                    .isSameAs(fault)
                    .satisfies(told -> assertThat(told.getSuppressed()).hasSize(1)));
  }

  private boolean scrubs() {
    return dialect.scrub(dialect.unpooled(), true);
  }

  private void write(String name) {
    Jdbi.create(dialect.unpooled())
        .useHandle(h -> h.execute("insert into counters (name, value) values (?, 1)", name));
  }

  @Test
  void keysAreScrubbedOnlyOnceNobodyMaySeeThemAnyMore() {
    assertThat(scrubs()).isTrue();
    Boolean whileRead =
        database.read(
            h -> {
              h.execute("select 1 from counters");
              assertThat(scrubs()).as("nothing was deleted since").isTrue();
              write("one");
              return scrubs();
            });
    assertThat(whileRead).isFalse();
    Boolean whileWritten =
        database
            .jdbi()
            .inTransaction(
                h -> {
                  h.execute("insert into counters (name, value) values ('other', 1)");
                  write("two");
                  return scrubs();
                });
    assertThat(whileWritten).isFalse();
    assertThat(scrubs()).isTrue();
  }

  @Test
  void oneProcessScrubsAtATime() throws SQLException {
    try (Connection other = dialect.unpooled().getConnection()) {
      Jdbi.create(other)
          .useHandle(h -> h.execute("select pg_advisory_lock(hashtextextended('scrub', 0))"));
      assertThat(scrubs()).isFalse();
    }
  }

  @Test
  void keysThatMayNotBeScrubbedAreNotTakenForScrubbed() {
    String user = "stranger" + ProcessHandle.current().pid();
    database.jdbi().useHandle(h -> h.execute("create role " + user + " login"));
    PGSimpleDataSource strange = (PGSimpleDataSource) dialect.unpooled();
    strange.setUser(user);
    try {
      assertThat(dialect.scrub(strange, true)).isFalse();
    } finally {
      database.jdbi().useHandle(h -> h.execute("drop role " + user));
    }
  }

  @Test
  void whoForgetsIsNotToldThatScrubbingMustWait() {
    PGSimpleDataSource full =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            throw new SQLException("too many connections", "53300");
          }
        };
    assertThat(dialect.scrub(full, true)).isFalse();
  }
}
