package io.mynah.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {
  private final ContextThreads timer = new ContextThreads(1, Thread::new);
  private final ExecutorService others = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThreads() {
    timer.shutdownNow();
    others.shutdownNow();
  }

  private static String ids() {
    return MDC.get(LogContext.UPDATE) + " " + MDC.get(LogContext.JOB);
  }

  @Test
  void anIdHoldsWhileItsWorkRunsAndTheOneBeforeAfterwards() {
    List<String> seen = new ArrayList<>();
    LogContext.with(
        LogContext.UPDATE,
        1,
        () -> {
          LogContext.with(LogContext.JOB, 7, () -> seen.add(ids()));
          LogContext.with(LogContext.UPDATE, 2, () -> seen.add(ids()));
          seen.add(ids());
        });
    seen.add(ids());
    assertThat(seen).containsExactly("1 7", "2 null", "1 null", "null null");
  }

  @Test
  void workThatIsHandedOnTakesTheIdsWithItAndLeavesNone() throws Exception {
    List<String> seen = new ArrayList<>();
    LogContext.with(
        LogContext.UPDATE,
        5,
        () -> {
          Runnable noting = () -> seen.add(ids());
          var unused = timer.schedule(noting, 1, TimeUnit.MILLISECONDS);
          var unusedToo = timer.schedule(() -> seen.add(ids()), 1, TimeUnit.MILLISECONDS);
          timer.execute(() -> seen.add(ids()));
          LogContext.carrying(others).execute(() -> timer.execute(() -> seen.add(ids())));
        });
    others.submit(() -> {}).get();
    timer.schedule(() -> {}, 2, TimeUnit.MILLISECONDS).get();
    timer.submit(() -> seen.add(ids())).get();
    assertThat(seen)
        .as("the last was handed on by nobody")
        .containsExactly("5 null", "5 null", "5 null", "5 null", "null null");
  }
}
