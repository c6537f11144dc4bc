package io.mynah.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.JobId;
import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.store.blobs.BlobChange;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.database.Change;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ModelCacheTest {
  private static final PersonId BELLA = new PersonId(1);
  private static final JobId JOB = new JobId(3);
  private static final int MODEL_BYTES = 10_240;
  private static final int CACHE_BYTES = 3 * MODEL_BYTES;
  private static final Duration EXPIRY = Duration.ofMinutes(10);

  @TempDir Path folder;
  private final MarkedFormat format = new MarkedFormat();
  private final AtomicLong nanos = new AtomicLong();
  private final ExecutorService pool = Executors.newFixedThreadPool(8);
  private TestBlobs blobs;
  private ModelLibrary library;

  @BeforeEach
  void open() {
    blobs = TestBlobs.beside(folder.resolve("blobs"));
    library =
        new ModelLibrary(
            blobs.store(), format, TestKeys::ofModels, CACHE_BYTES, EXPIRY, nanos::get);
  }

  @AfterEach
  void close() {
    pool.shutdownNow();
  }

  private void publish(PersonId person, String mark) throws IOException {
    library.publish(person, new MarkedModel(mark, MODEL_BYTES), Change.NOTHING);
  }

  private static MarkedModel model(ModelLibrary.Lease lease) {
    return (MarkedModel) lease.model();
  }

  private String borrowed(PersonId person) throws Exception {
    try (ModelLibrary.Lease lease = library.borrow(TestPerson.of(person))) {
      return model(lease).mark();
    }
  }

  @Test
  void howeverManyAskAtOnceTheModelIsLoadedOnceAndShared() throws Exception {
    publish(BELLA, "bella");
    CountDownLatch asking = new CountDownLatch(8);
    format.whileReading = () -> await(asking);
    List<Callable<ModelLibrary.Lease>> replies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      replies.add(
          () -> {
            asking.countDown();
            return library.borrow(TestPerson.of(BELLA));
          });
    }
    List<Future<ModelLibrary.Lease>> leases = pool.invokeAll(replies);

    assertThat(format.read).hasSize(1);
    for (Future<ModelLibrary.Lease> lease : leases) {
      assertThat(lease.get().model()).isSameAs(format.read.get(0));
      lease.get().close();
    }
    assertThat(format.read.get(0).closes()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theCacheHoldsNoMoreThanItMayAndClosesTheRest() throws Exception {
    for (int i = 0; i < 10; i++) {
      publish(new PersonId(i), "person " + i);
      assertThat(borrowed(new PersonId(i))).isEqualTo("person " + i);
    }
    assertThat(library.statistics()).contains("3 loaded");
    assertThat(format.read).extracting(MarkedModel::closes).filteredOn(c -> c == 0).hasSize(3);
    assertThat(format.read).extracting(MarkedModel::closes).filteredOn(c -> c == 1).hasSize(7);
  }

  @Test
  void aModelThatLeavesTheCacheIsClosedWhenItsLastBorrowerIsDone() throws Exception {
    List<ModelLibrary.Lease> leases = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      publish(new PersonId(i), "person " + i);
      leases.add(library.borrow(TestPerson.of(new PersonId(i))));
      leases.add(library.borrow(TestPerson.of(new PersonId(i))));
    }
    library.close();
    assertThat(format.read).extracting(MarkedModel::closes).containsOnly(0);

    for (int i = 0; i < leases.size(); i += 2) {
      MarkedModel first = model(leases.get(i));
      MarkedModel second = model(leases.get(i + 1));
      leases.get(i).close();
      leases.get(i).close();
      assertThat(first.closes()).isEqualTo(first == second ? 0 : 1);
      leases.get(i + 1).close();
      assertThat(second.closes()).isEqualTo(1);
    }
    assertThat(format.read).extracting(MarkedModel::closes).containsOnly(1);
    assertThatThrownBy(() -> leases.get(0).model()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aModelLargerThanTheCacheCanBeUsedAndIsClosedAfterwards() throws Exception {
    library.publish(BELLA, new MarkedModel("large", 2 * CACHE_BYTES), Change.NOTHING);
    try (ModelLibrary.Lease lease = library.borrow(TestPerson.of(BELLA))) {
      library.statistics();
      assertThat(model(lease).closes()).isZero();
    }
    assertThat(format.read.get(0).closes()).isEqualTo(1);
  }

  @Test
  void aModelThatNobodyAsksForIsLetGoOf() throws Exception {
    publish(BELLA, "bella");
    borrowed(BELLA);
    nanos.addAndGet(EXPIRY.minusSeconds(1).toNanos());
    borrowed(BELLA);
    nanos.addAndGet(EXPIRY.minusSeconds(1).toNanos());
    assertThat(library.statistics()).contains("1 loaded", "1 hits, 1 misses");

    ModelLibrary.Lease lease = library.borrow(TestPerson.of(BELLA));
    nanos.addAndGet(EXPIRY.plusSeconds(1).toNanos());
    assertThat(library.statistics()).contains("0 loaded");
    assertThat(format.read.get(0).closes()).isZero();
    lease.close();
    assertThat(format.read.get(0).closes()).isEqualTo(1);
  }

  @Test
  void aReplacedModelIsServedAnewWhileOldRepliesEndWithTheirs() throws Exception {
    publish(BELLA, "first");
    ModelLibrary.Lease old = library.borrow(TestPerson.of(BELLA));
    publish(BELLA, "second");

    assertThat(borrowed(BELLA)).isEqualTo("second");
    assertThat(model(old).mark()).isEqualTo("first");
    assertThat(model(old).closes()).isZero();
    old.close();
    assertThat(format.read.get(0).closes()).isEqualTo(1);
    library.keepCandidate(BELLA, JOB, new MarkedModel("third", 1), Change.NOTHING);
    library.promote(BELLA, JOB, BlobChange.of(Change.NOTHING));
    assertThat(borrowed(BELLA)).isEqualTo("third");
  }

  /** Runs a change while the person's model is being read, as far as it gets meanwhile. */
  private Future<?> whileLoading(Callable<?> change) {
    CountDownLatch begun = new CountDownLatch(1);
    Thread changing =
        new Thread(
            () -> {
              await(begun);
              try {
                change.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    changing.start();
    format.whileReading =
        () -> {
          format.whileReading = () -> {};
          begun.countDown();
          // It has changed the file when it waits for this loading to end.
          while (changing.isAlive() && changing.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
        };
    return pool.submit(
        () -> {
          changing.join();
          return null;
        });
  }

  @Test
  void aModelReplacedWhileItIsLoadedIsNotHandedOut() throws Exception {
    publish(BELLA, "first");
    Future<?> replaced =
        whileLoading(
            () -> {
              publish(BELLA, "second");
              return null;
            });
    assertThat(borrowed(BELLA)).isEqualTo("second");
    replaced.get();
    assertThat(borrowed(BELLA)).isEqualTo("second");
    assertThat(format.read.get(0).closes()).isEqualTo(1);
  }

  @Test
  void aModelForgottenWhileItIsLoadedIsNotHandedOut() throws Exception {
    publish(BELLA, "bella");
    Future<?> forgotten =
        whileLoading(
            () -> {
              library.delete(BELLA);
              return null;
            });
    assertThatThrownBy(() -> library.borrow(TestPerson.of(BELLA))).isInstanceOf(MissingModel.class);
    forgotten.get();
    assertThat(format.read.get(0).closes()).isEqualTo(1);
  }

  @Test
  void forgettingTakesTheModelOutOfTheCacheAndItsFilesAway() throws Exception {
    publish(BELLA, "bella");
    library.keepCandidate(BELLA, JOB, new MarkedModel("candidate", 1), Change.NOTHING);
    ModelLibrary.Lease lease = library.borrow(TestPerson.of(BELLA));
    library.delete(BELLA);

    assertThatThrownBy(() -> library.borrow(TestPerson.of(BELLA))).isInstanceOf(MissingModel.class);
    assertThat(blobs.files()).isEmpty();
    lease.close();
    assertThat(format.read.get(0).closes()).isEqualTo(1);
  }

  @Test
  void nobodyEverHoldsAClosedModelWhateverHappensAtOnce() throws Exception {
    for (int person = 0; person < 6; person++) {
      publish(new PersonId(person), "person " + person);
    }
    List<Callable<Integer>> everyone = new ArrayList<>();
    for (int worker = 0; worker < 8; worker++) {
      Random random = new Random(worker);
      boolean changes = worker < 2;
      everyone.add(() -> changes ? changeModels(random) : reply(random));
    }
    int replies = 0;
    for (Future<Integer> each : pool.invokeAll(everyone)) {
      replies += each.get();
    }
    library.close();
    assertThat(replies).isGreaterThan(1_000);
    assertThat(format.read).extracting(MarkedModel::closes).containsOnly(1);
  }

  private int changeModels(Random random) throws IOException {
    for (int i = 0; i < 100; i++) {
      PersonId person = new PersonId(random.nextInt(6));
      if (random.nextInt(10) == 0) {
        library.delete(person);
      } else {
        publish(person, "person " + person.value());
      }
    }
    return 0;
  }

  private int reply(Random random) throws Exception {
    int replies = 0;
    for (int i = 0; i < 2_000; i++) {
      PersonId person = new PersonId(random.nextInt(6));
      try (ModelLibrary.Lease lease = library.borrow(TestPerson.of(person))) {
        assertThat(model(lease).mark()).isEqualTo("person " + person.value());
        assertThat(model(lease).closes()).isZero();
        replies++;
      } catch (MissingModel forgotten) {
        nanos.addAndGet(1_000_000_000);
      }
    }
    return replies;
  }
}
