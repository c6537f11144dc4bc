package io.mynah.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that passes when a test says so; what is due then is done on the test's thread. */
final class HeldPauses implements DelayScheduler {
  private final List<Waiting> waiting = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private long order;
  private boolean late;
  private boolean holding;

  private record Waiting(Duration due, long order, Runnable work) {}

  @Override
  public synchronized Pending after(Duration pause, Runnable work) {
    Waiting added = new Waiting(now.plus(pause), order++, work);
    waiting.add(added);
    return () -> remove(added);
  }

  private synchronized boolean remove(Waiting each) {
    return !late && waiting.remove(each);
  }

  /** From now on whatever is cancelled had begun already, and is done nevertheless. */
  synchronized void cancelTooLate() {
    late = true;
  }

  /** From now on what is due at once waits, too. */
  synchronized void hold() {
    holding = true;
  }

  /** Has done what is due at once, unless that waits, too. */
  void passMoment() {
    if (!isHolding()) {
      pass(Duration.ZERO);
    }
  }

  private synchronized boolean isHolding() {
    return holding;
  }

  /** Lets time pass; what becomes due meanwhile is done in order. */
  void pass(Duration time) {
    Duration until;
    synchronized (this) {
      until = now.plus(time);
    }
    for (var next = next(until); next.isPresent(); next = next(until)) {
      next.get().work().run();
    }
    synchronized (this) {
      now = until;
    }
  }

  /** Lets time pass until nothing waits. */
  void passAll() {
    while (!due().isEmpty()) {
      pass(due().get(0));
    }
  }

  private synchronized Optional<Waiting> next(Duration until) {
    Optional<Waiting> next =
        waiting.stream()
            .filter(each -> each.due().compareTo(until) <= 0)
            .min(Comparator.comparing(Waiting::due).thenComparing(Waiting::order));
    next.ifPresent(
        each -> {
          waiting.remove(each);
          now = each.due();
        });
    return next;
  }

  /** In how long each of what waits is due, the soonest first. */
  synchronized List<Duration> due() {
    return waiting.stream().map(each -> each.due().minus(now)).sorted().toList();
  }

  /** What waits is never done. */
  synchronized void forget() {
    waiting.clear();
  }
}
