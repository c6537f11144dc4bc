package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.store.DatabaseKind;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Lease.Timing SHORT =
      new Lease.Timing(Duration.ofMillis(1500), Duration.ofMillis(500), Duration.ofMillis(200));

  @TempDir Path folder;
  private Database database;
  private final AtomicInteger lost = new AtomicInteger();

  @BeforeEach
  void open() {
    database = DatabaseKind.POSTGRES.open(folder, TestKeys.MASTER);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private Optional<Lease> take(String name) {
    return Lease.take(database, name, SHORT, lost::incrementAndGet);
  }

  private void sql(String statement) {
    database.jdbi().useHandle(h -> h.execute(statement));
  }

  @Test
  void oneOfManyWhoAskHasIt() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    List<Lease> taken = new ArrayList<>();
    try {
      List<Callable<Optional<Lease>>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(() -> take("bot"));
      }
      for (Future<Optional<Lease>> each : pool.invokeAll(all)) {
        each.get().ifPresent(taken::add);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(taken).hasSize(1);
    assertThat(Lease.isHeld(database, "bot")).isTrue();
    assertThat(take("another bot")).isPresent();
    taken.get(0).close();
    assertThat(Lease.isHeld(database, "bot")).isFalse();
    assertThat(take("bot")).isPresent();
    assertThat(lost).hasValue(0);
  }

  @Test
  void theRowsOfHoldersWhoDiedLongAgoAreDeleted() {
    sql("insert into leases (name, holder, until_at) values ('worker of old', 'x', 1)");
    sql(
        "insert into leases (name, holder, until_at) values ('worker of late', 'x', "
            + Lease.NOW
            + " - 1000)");
    try (Lease taken = take("bot").orElseThrow()) {
      assertThat(taken).isNotNull();
      List<String> names =
          database.read(
              h ->
                  h.createQuery("select name from leases order by name")
                      .mapTo(String.class)
                      .list());
      assertThat(names).containsExactly("bot", "worker of late");
    }
  }

  @Test
  void whoRenewsItKeepsIt() {
    try (Lease kept = take("bot").orElseThrow()) {
      await()
          .during(SHORT.length().multipliedBy(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> take("bot").isEmpty());
      assertThat(lost).hasValue(0);
      assertThat(kept).isNotNull();
    }
  }

  @Test
  void whoCannotRenewItGivesItUpBeforeAnotherHasIt() {
    Lease first = take("bot").orElseThrow();
    // Whoever renews it waits for this transaction.
    database
        .jdbi()
        .useTransaction(
            h -> {
              h.execute("lock table leases in exclusive mode");
              await().atMost(SHORT.length()).until(() -> lost.get() == 1);
              assertThat(Lease.isHeld(database, "bot")).as("still").isTrue();
            });
    // A renewal that waited may have succeeded meanwhile: then it lasts once more, unused.
    await().atMost(Duration.ofSeconds(10)).until(() -> take("bot").isPresent());
    assertThat(lost).hasValue(1);
    first.close();
    assertThat(Lease.isHeld(database, "bot")).as("it is another one's").isTrue();
  }

  @Test
  void whoSleptAsksWhetherItIsStillTheirsBeforeAnythingElse() {
    AtomicLong asleep = new AtomicLong();
    Lease.Timing slow =
        new Lease.Timing(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(1));
    try (Lease lease =
        Lease.take(
                database,
                "bot",
                slow,
                lost::incrementAndGet,
                () -> System.currentTimeMillis() + asleep.get())
            .orElseThrow()) {
      asleep.set(Duration.ofHours(1).toMillis());
      lease.check();
      assertThat(lost).as("nobody has taken it").hasValue(0);

      sql("update leases set holder = 'another'");
      asleep.set(Duration.ofHours(2).toMillis());
      lease.check();
      assertThat(lost).hasValue(1);
    }
  }

  @Test
  void whoFindsItInOtherHandsGivesItUp() {
    Lease first = take("bot").orElseThrow();
    sql("update leases set holder = 'another', until_at = until_at + 60000");
    await().atMost(SHORT.length()).until(() -> lost.get() == 1);
    first.close();
    assertThat(Lease.isHeld(database, "bot")).isTrue();
  }
}
