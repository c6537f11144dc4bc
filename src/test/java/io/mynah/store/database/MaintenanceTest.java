package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of work that is done again and again. */
class MaintenanceTest {
  private static final int SQLITE_FULL = 13;

  private final Logger logger = (Logger) LoggerFactory.getLogger(Maintenance.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    logger.setLevel(Level.WARN);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  /** What is said when each attempt fails with one of these, or works where it is null. */
  private List<String> said(RuntimeException... outcomes) {
    Deque<Runnable> left = new ConcurrentLinkedDeque<>();
    for (RuntimeException outcome : outcomes) {
      left.add(
          () -> {
            if (outcome != null) {
              throw outcome;
            }
          });
    }
    try (Maintenance maintenance = new Maintenance(() -> true)) {
      maintenance.repeat(
          () -> {
            Runnable next = left.poll();
            if (next != null) {
              next.run();
            }
          },
          Duration.ofMillis(1));
      await().until(left::isEmpty);
    }
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static RuntimeException fault() {
    return new IllegalStateException("kingfisher");
  }

  private static RuntimeException full() {
    return new IllegalStateException(new SQLException("kingfisher", null, SQLITE_FULL));
  }

  @Test
  void theLogOfChangesIsEmptiedThoughSomeTriesFail() {
    Deque<BooleanSupplier> tries = new ConcurrentLinkedDeque<>();
    tries.add(() -> false);
    tries.add(
        () -> {
          throw full();
        });
    tries.add(() -> false);
    tries.add(() -> true);
    try (Maintenance maintenance = new Maintenance(() -> tries.remove().getAsBoolean())) {
      maintenance.emptyLog();
      await().until(tries::isEmpty);
    }
  }

  @Test
  void whatFailsAgainAndAgainIsSaidOnce() {
    assertThat(said(fault(), fault(), fault())).hasSize(1);
  }

  @Test
  void whatFailsAgainAfterItWorkedIsSaidAgain() {
    assertThat(said(fault(), fault(), null, fault(), fault())).hasSize(2);
  }

  @Test
  void whatFailsInAnotherWayIsSaidAgain() {
    assertThat(said(fault(), full(), full(), fault()))
        .hasSize(3)
        .noneMatch(line -> line.contains("kingfisher"))
        .element(1)
        .asString()
        .contains("SQLException 13");
  }

  @Test
  void whyTheDatabaseRefusedIsSaid() {
    assertThat(said(new IllegalStateException(new SQLException("kingfisher", "53100"))))
        .singleElement()
        .asString()
        .endsWith("SQLException 53100");
  }

  @Test
  void oneThatFailsIsSaidThoughAnotherWorks() {
    try (Maintenance maintenance = new Maintenance(() -> true)) {
      Deque<RuntimeException> faults = new ConcurrentLinkedDeque<>(List.of(fault(), fault()));
      Deque<String> worked = new ConcurrentLinkedDeque<>(List.of("once", "twice", "thrice"));
      maintenance.repeat(worked::poll, Duration.ofMillis(1));
      maintenance.repeat(
          () -> {
            RuntimeException next = faults.poll();
            if (next != null) {
              throw next;
            }
          },
          Duration.ofMillis(1));
      await().until(() -> faults.isEmpty() && worked.isEmpty());
    }
    assertThat(log.list).hasSize(1);
  }
}
