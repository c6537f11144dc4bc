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

  /** A check that takes longer does not hold: what it waits for does not answer. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Check check;
  private final Clock clock;
  private CheckStatus status;
  private boolean made;
  private @Nullable Instant begun;

  WatchedCheck(Check check, Clock clock) {
    this.check = check;
    this.clock = clock;
    status = new CheckStatus(check.name(), "not checked yet", now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Makes the check. */
  void make() {
    synchronized (this) {
      begun = now();
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
        log.info("Ready again: {}", found.line());
      }
      status = found;
      made = true;
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
        .filter(at -> status.holds() && Duration.between(at, now()).compareTo(LONGEST) > 0)
        .map(at -> new CheckStatus(check.name(), "it does not answer", at))
        .orElse(status);
  }
}
