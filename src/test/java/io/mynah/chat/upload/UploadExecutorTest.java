package io.mynah.chat.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.feature.FaultLog;
import io.mynah.domain.OwnerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order uploads are worked on, and what becomes of those that fail. */
class UploadExecutorTest {
  private static final OwnerId ANN = OwnerId.telegram(1);
  private static final OwnerId BEN = OwnerId.telegram(2);
  private static final OwnerId CAT = OwnerId.telegram(3);

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

  /** What was handed to the readers, to be done when a test says so. */
  private final List<Runnable> begun = new ArrayList<>();

  private final List<Long> done = new CopyOnWriteArrayList<>();
  private final List<Long> failing = new CopyOnWriteArrayList<>();
  private boolean rejected;

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private UploadExecutor executor() {
    return new UploadExecutor(
        this::work,
        this::begin,
        2,
        timer,
        Duration.ofMillis(20),
        () -> rejected = true,
        new FaultLog(() -> new SplittableRandom(1)));
  }

  private synchronized void begin(Runnable work) {
    begun.add(work);
  }

  private void work(OwnerId owner, long id) {
    done.add(id);
    if (failing.remove(id)) {
      throw new IllegalStateException("the database is busy");
    }
  }

  private synchronized int begun() {
    return begun.size();
  }

  /** Does what was begun first. */
  private void finishOne() {
    Runnable first;
    synchronized (this) {
      first = begun.remove(0);
    }
    first.run();
  }

  @Test
  void ownersTakeTurnsAndNobodyHasTwoReadAtATime() {
    UploadExecutor executor = executor();
    executor.add(ANN, 1);
    assertThat(executor.waits(ANN)).isTrue();
    assertThat(executor.waits(BEN)).isFalse();
    executor.add(ANN, 2);
    executor.add(ANN, 3);
    assertThat(begun()).as("a thread is left for somebody else").isEqualTo(1);
    executor.add(BEN, 4);
    assertThat(begun()).isEqualTo(2);
    assertThat(executor.waits(CAT)).isTrue();
    executor.add(CAT, 5);
    executor.add(BEN, 6);
    while (begun() > 0) {
      finishOne();
    }
    assertThat(done).containsExactly(1L, 4L, 2L, 5L, 6L, 3L);
    assertThat(executor.waits(ANN)).isFalse();
  }

  @Test
  void whatFailsWithAFaultIsTriedOnceMoreAndHoldsUpNothing() {
    UploadExecutor executor = executor();
    failing.addAll(List.of(1L, 1L));
    executor.add(ANN, 1);
    executor.add(ANN, 2);
    finishOne();
    finishOne();
    assertThat(done).containsExactly(1L, 2L);
    Awaitility.await().until(() -> begun() == 1);
    finishOne();
    assertThat(done).containsExactly(1L, 2L, 1L);
    executor.add(ANN, 3);
    finishOne();
    assertThat(begun()).as("not for ever").isZero();
    assertThat(done).endsWith(3L);
    assertThat(rejected).isFalse();
  }
}
