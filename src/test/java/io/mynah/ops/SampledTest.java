package io.mynah.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SampledTest {
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final AtomicInteger readings = new AtomicInteger();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void whoAsksAgainAtOnceReadsNothingNew() {
    Sampled<Integer> sampled = new Sampled<>(readings::incrementAndGet, threads);
    assertThat(sampled.get()).contains(1);
    assertThat(sampled.get()).contains(1);
    assertThat(readings).hasValue(1);
  }

  @Test
  void aSourceThatHangsHoldsUpOneWhoAsksForAMomentAndNobodyElse() {
    CountDownLatch answers = new CountDownLatch(1);
    Sampled<Integer> sampled =
        new Sampled<>(
            () -> {
              awaitQuietly(answers);
              return readings.incrementAndGet();
            },
            threads);
    long begun = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(sampled.get()).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    answers.countDown();
    await().until(() -> sampled.get().isPresent());
    assertThat(readings).as("it was asked once").hasValue(1);
  }

  @Test
  void aSourceThatFailsGivesNoValue() {
    Sampled<Integer> sampled =
        new Sampled<>(
            () -> {
              throw new IllegalStateException();
            },
            threads);
    assertThat(sampled.get()).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
