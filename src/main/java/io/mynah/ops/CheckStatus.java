package io.mynah.ops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a check holds.
 *
 * @param problem what does not hold, in words; null if it holds
 * @param since when this began
 */
public record CheckStatus(String name, @Nullable String problem, Instant since) {
  /** What follows the name of a check that holds, in a line. */
  public static final String HOLDS = ": ok";

  public boolean holds() {
    return problem == null;
  }

  /** The status in a line. */
  public String line() {
    return problem == null ? name + HOLDS : "%s: %s (since %s)".formatted(name, problem, since);
  }
}
