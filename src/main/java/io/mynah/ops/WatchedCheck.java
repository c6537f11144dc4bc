package io.mynah.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A check and what it last found. One thread makes it; any thread may ask. */
final class WatchedCheck {
  private static final Logger log = LoggerFactory.getLogger(WatchedCheck.class);

  private final Check check;
  private final Duration longest;
  private final Clock clock;
  private CheckStatus status;
  private boolean made;
  private boolean held;
  private @Nullable Instant begun;

  /**
   * @param longest a check that takes longer does not hold
   */
  WatchedCheck(Check check, Duration longest, Clock clock) {
    this.check = check;
    this.longest = longest;
    this.clock = clock;
    status = new CheckStatus(check.name(), "not checked yet", now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Makes the check. */
  void make() {
    synchronized (this) {
      begun = clock.instant();
    }
    String problem = problem();
    synchronized (this) {
      begun = null;
      boolean changed = (problem == null) != status.holds();
      CheckStatus found =
          new CheckStatus(check.name(), problem, changed || !made ? now() : status.since());
      if (made && changed && problem != null) {
        log.warn("Not ready: {}", found.line());
      } else if (made && changed) {
        log.info(held ? "Ready again: {}" : "Ready: {}", found.line());
      }
      status = found;
      made = true;
      held |= found.holds();
    }
  }

  private @Nullable String problem() {
    try {
      return check.condition().problem().orElse(null);
    } catch (RuntimeException | Error e) {
      log.debug("A check failed.", e);
      return "it cannot be checked: " + e.getClass().getSimpleName();
    }
  }

  /** What the last check found, or that one takes too long. */
  synchronized CheckStatus status() {
    return Optional.ofNullable(begun)
        .filter(
            at -> status.holds() && Duration.between(at, clock.instant()).compareTo(longest) > 0)
        .map(
            at ->
                new CheckStatus(
                    check.name(), "it does not answer", at.truncatedTo(ChronoUnit.SECONDS)))
        .orElse(status);
  }
}
