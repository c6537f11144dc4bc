package io.mynah.telegram.fake;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The faults that a test plans: some for the next calls of a method, one for all of them until
 * healed. A file's download counts as the method {@code download}. Thread-safe.
 */
public final class Faults {
  /** Stands for every method. */
  public static final String ANY = "*";

  private final Map<String, Queue<Fault>> next = new ConcurrentHashMap<>();
  private final Map<String, Fault> always = new ConcurrentHashMap<>();
  private volatile int line;

  /** The next calls of the method fail so, one after the other. */
  public Faults next(String method, Fault... faults) {
    Queue<Fault> queue = next.computeIfAbsent(method, m -> new ConcurrentLinkedDeque<>());
    for (Fault fault : faults) {
      queue.add(fault);
    }
    return this;
  }

  /** All calls of the method fail so. */
  public Faults always(String method, Fault fault) {
    always.put(method, fault);
    return this;
  }

  /** What is sent to the server comes no faster. */
  public void slowLine(int bytesPerSecond) {
    line = bytesPerSecond;
  }

  /** How fast the line to the server is; 0 is as fast as can be. */
  int bytesPerSecond() {
    return line;
  }

  /** Nothing fails any more. */
  public void heal() {
    next.clear();
    always.clear();
    line = 0;
  }

  /** How many of the faults planned for the next calls of the method have not happened yet. */
  public int left(String method) {
    return next.getOrDefault(method, new ArrayDeque<>()).size();
  }

  Optional<Fault> of(String method) {
    Fault planned = next.getOrDefault(method, new ArrayDeque<>()).poll();
    if (planned != null) {
      return Optional.of(planned);
    }
    return Optional.ofNullable(always.getOrDefault(method, always.get(ANY)));
  }
}
