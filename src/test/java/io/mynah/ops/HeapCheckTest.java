package io.mynah.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapCheckTest {
  private static final long RESERVE = 64 << 20;

  private final AtomicLong free = new AtomicLong(RESERVE);
  private final HeapCheck check = new HeapCheck(free::get, RESERVE);

  @Test
  void garbageThatIsCollectedWithinAMinuteIsNoProblem() {
    for (int second = 0; second < 300; second += 5) {
      free.set(second % 55 == 0 ? RESERVE : 0);
      assertThat(check.problem()).as("after %d s", second).isEmpty();
    }
  }

  @Test
  void aHeapThatStaysFullForAMinuteIsOne() {
    free.set(RESERVE - 1);
    for (int second = 0; second < 55; second += 5) {
      assertThat(check.problem()).as("after %d s", second).isEmpty();
    }
    assertThat(check.problem()).contains("less than 64 MB of the heap were free for a minute");
    free.set(RESERVE);
    assertThat(check.problem()).isEmpty();
  }
}
