package io.mynah.telegram.incoming;

import static io.mynah.telegram.BotOnFakeServer.QUICK;
import static io.mynah.telegram.BotOnFakeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.TestSqlite;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.TestClock;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.telegram.connection.TokenGuard;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates between the inbox and those who handle them. */
class UpdateLanesTest {
  private static final int MOST = 10;

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Map<Long, List<Long>> handled = new ConcurrentHashMap<>();
  private Database database;
  private Inbox inbox;
  private UpdateLanes lanes;
  private UpdateIntake intake;

  @BeforeEach
  void open() {
    database = TestSqlite.open(folder.resolve("mynah.db"), TestKeys.MASTER);
    inbox = new Inbox(database, clock);
    lanes = new UpdateLanes(2, MOST, this::handle);
    UpdateBodyInterceptor feed = new UpdateBodyInterceptor(new TokenGuard("1:token"), clock);
    intake =
        new UpdateIntake(inbox, feed, lanes, press -> {}, query -> {}, QUICK, BotEvents.IGNORED);
  }

  @AfterEach
  void close() throws Exception {
    begun.countDown();
    assertThat(lanes.close(Duration.ofSeconds(20))).isTrue();
    database.close();
  }

  private void handle(long sequence) {
    try {
      begun.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    handled.computeIfAbsent(sequence % 3, lane -> new CopyOnWriteArrayList<>()).add(sequence);
  }

  @Test
  void noMoreUpdatesWaitInMemoryThanThereIsRoomForAndAllAreHandledInOrder() {
    inbox.together(
        () -> {
          for (int i = 1; i <= 100; i++) {
            boolean unused = inbox.put(0, i, "lane " + i % 3, "{}");
          }
        });
    intake.handOver();
    intake.handOver();
    assertThat(lanes.room()).as("as many as may wait do").isZero();
    assertThat(intake.isHandOverDue()).isTrue();

    begun.countDown();
    await()
        .until(
            () -> {
              intake.handOver();
              return !intake.isHandOverDue() && lanes.room() == MOST;
            });
    for (long lane = 0; lane < 3; lane++) {
      long remainder = lane;
      assertThat(handled.get(lane))
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 100).filter(i -> i % 3 == remainder).boxed().toList());
    }
  }
}
