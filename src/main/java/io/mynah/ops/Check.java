package io.mynah.ops;

import java.util.Optional;

/**
 * Something that must hold for a process to be ready.
 *
 * @param name one word, which is also a label of a metric
 */
public record Check(String name, Condition condition) {
  /** Finds out whether it holds. Called again and again, on one thread at a time. */
  @FunctionalInterface
  public interface Condition {
    /** What does not hold, in words; empty if it holds. */
    Optional<String> problem();
  }
}
