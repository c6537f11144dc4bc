package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.DatabaseKind;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two transactions of PostgreSQL that wait for each other, both are done in the end. */
class DeadlockTest {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = DatabaseKind.POSTGRES.open(folder, TestKeys.MASTER);
    database
        .jdbi()
        .useHandle(h -> h.execute("insert into counters (name, value) values ('a', 0), ('b', 0)"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private final CountDownLatch halfDone = new CountDownLatch(2);

  /** Adds one to each counter, and after the first waits until another transaction has one, too. */
  private void add(Handle handle, List<String> names) {
    for (String name : names) {
      handle.execute("update counters set value = value + 1 where name = ?", name);
      halfDone.countDown();
      try {
        assertThat(halfDone.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Adds to the counters twice at the same time, in opposite orders. */
  private void addAtOnce(Consumer<List<String>> adding) {
    List<CompletableFuture<Void>> both =
        List.of(List.of("a", "b"), List.of("b", "a")).stream()
            .map(
                names ->
                    CompletableFuture.runAsync(
                        () -> adding.accept(names), work -> new Thread(work).start()))
            .toList();
    both.forEach(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(30)));
    assertThat(
            database.<List<Long>>read(
                h ->
                    h.createQuery("select value from counters where name in ('a', 'b')")
                        .mapTo(Long.class)
                        .list()))
        .containsExactly(2L, 2L);
  }

  @Test
  void aTransactionIsRepeated() {
    addAtOnce(names -> database.jdbi().useTransaction(h -> add(h, names)));
  }

  @Test
  void aBatchIsRepeated() {
    addAtOnce(
        names ->
            database
                .dialect()
                .jdbi(database.bulk()::getConnection)
                .useHandle(
                    writer ->
                        new WriteBatches(database, writer)
                            .run(
                                0,
                                (h, from, most) -> {
                                  add(h, names);
                                  return OptionalLong.empty();
                                })));
  }
}
