package io.mynah.store.database;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mynah.domain.Person;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Shares;
import io.mynah.store.inbox.Inbox;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Nobody waits for one who writes much. */
@OnEachDatabase
class WriteBatchesTest {
  private static final int TURNS = 8;

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whoReadsDoesNotWaitForWhoWrites() throws Exception {
    Person bella = person(twoPeople(corpora, OWNER), BELLA);
    database
        .jdbi()
        .useTransaction(
            h -> {
              h.execute("update chats set title_at = title_at");
              CompletableFuture<List<Person>> reading =
                  CompletableFuture.supplyAsync(
                      () -> {
                        assertThat(corpora.person(OWNER, bella.id())).contains(bella);
                        assertThat(new Shares(database).of(OWNER)).isEmpty();
                        return corpora.people(OWNER);
                      });
              assertThat(reading.get(20, TimeUnit.SECONDS)).hasSize(2);
            });
  }

  private void writesMuch(WriteBatches.Piece piece) {
    database.jdbi().useHandle(h -> new WriteBatches(database, h).run(0, piece));
  }

  @Test
  void othersWriteBetweenThePiecesOfMuch() throws Exception {
    Inbox inbox = new Inbox(database, Clock.systemUTC());
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> other =
        CompletableFuture.supplyAsync(
            () -> {
              awaits(begun);
              return inbox.put(0, 1, "lane", "body");
            });
    writesMuch(
        (handle, from, most) -> {
          begun.countDown();
          handle.execute("update counters set value = value");
          return other.isDone() ? OptionalLong.empty() : OptionalLong.of(from + most);
        });
    assertThat(other.get()).isTrue();
  }

  @Test
  void allWriteMuchAtTheSameTimeWhereTheDatabaseLetsThem() {
    assumeThat(kind).isEqualTo(DatabaseKind.POSTGRES);
    CountDownLatch writing = new CountDownLatch(2);
    List<CompletableFuture<Void>> both =
        Stream.generate(
                () ->
                    CompletableFuture.runAsync(
                        () ->
                            writesMuch(
                                (handle, from, most) -> {
                                  writing.countDown();
                                  awaits(writing);
                                  return OptionalLong.empty();
                                }),
                        command -> new Thread(command).start()))
            .limit(2)
            .toList();
    both.forEach(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(20)));
  }

  private static void awaits(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFewEraseAtTheSameTimeAndTheOthersWait() {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger erasing = new AtomicInteger();
    List<Thread> all =
        Stream.generate(
                () ->
                    new Thread(
                        () ->
                            database.erasing(
                                connection -> {
                                  erasing.incrementAndGet();
                                  awaits(end);
                                })))
            .limit(12)
            .toList();
    all.forEach(Thread::start);
    Awaitility.await().until(() -> erasing.get() > 1 && all.stream().allMatch(this::isWaiting));
    assertThat(erasing.get()).isLessThan(12);
    end.countDown();
    Awaitility.await().until(() -> all.stream().noneMatch(Thread::isAlive));
    assertThat(erasing).hasValue(12);
  }

  private boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void whoWritesMuchTakesTurnsWithOthersWhoDo() {
    kind.isSqlite();
    ReentrantLock turn = (ReentrantLock) database.bulkWriteLock();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> both =
        Stream.of("import", "erasing")
            .map(
                who ->
                    CompletableFuture.runAsync(
                        () ->
                            writesMuch(
                                (handle, from, most) -> {
                                  awaitTheOther(turn, () -> order.size() - times(order, who));
                                  order.add(who);
                                  return times(order, who) == TURNS
                                      ? OptionalLong.empty()
                                      : OptionalLong.of(from + most);
                                }),
                        command -> new Thread(command).start()))
            .toList();
    both.forEach(CompletableFuture::join);
    for (int i = 2; i < order.size(); i++) {
      assertThat(order.get(i)).as("%d of %s", i, order).isEqualTo(order.get(i - 2));
    }
    assertThat(order).hasSize(2 * TURNS).contains("import", "erasing");
  }

  private static int times(List<String> order, String who) {
    return Collections.frequency(order, who);
  }

  /** Returns when the other one asks for a turn, or has had all of theirs. */
  private static void awaitTheOther(ReentrantLock turn, IntSupplier turnsOfTheOther) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> turn.hasQueuedThreads() || turnsOfTheOther.getAsInt() == TURNS);
  }
}
