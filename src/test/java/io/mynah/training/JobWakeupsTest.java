package io.mynah.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mynah.domain.JobId;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.JobClaims;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.slf4j.LoggerFactory;

/** Rows that wake workers, and what becomes of them. */
@OnEachDatabase
class JobWakeupsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Parameter DatabaseKind kind;
  @TempDir Path folder;

  private final AtomicInteger woken = new AtomicInteger();
  private final CountDownLatch takenOver = new CountDownLatch(1);

  private void work() {
    woken.incrementAndGet();
    try {
      takenOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int rows(Database database) {
    return database.read(
        h -> h.createQuery("select count(*) from scheduled_tasks").mapTo(Integer.class).one());
  }

  @Test
  void aRowThatAnotherProcessHasTakenOverWakesOnceMoreAndIsNoFault() {
    Logger library = (Logger) LoggerFactory.getLogger("com.github.kagkarlsson.scheduler");
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    library.addAppender(logged);
    try (Database database = kind.open(folder, TestKeys.MASTER)) {
      JobWakeups wakeups = new JobWakeups(database, "one", 1, Clock.systemUTC(), this::work);
      wakeups.add(new JobClaims.Turn(new JobId(7), 0));
      wakeups.start();
      await().atMost(LONG).until(() -> woken.get() == 1);
      database
          .jdbi()
          .useHandle(
              h ->
                  h.execute(
                      "update scheduled_tasks set picked = ?, picked_by = null, last_heartbeat = null,"
                          + " version = version + 1",
                      false));
      takenOver.countDown();
      wakeups.look();
      await().atMost(LONG).until(() -> woken.get() == 2 && rows(database) == 0);
      wakeups.stop();
    } finally {
      library.detachAppender(logged);
    }
    assertThat(List.copyOf(logged.list))
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }
}
