package io.mynah.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's time, moved on as far as a test says. Thread-safe. */
final class ShiftedClock extends Clock {
  private volatile Duration shift = Duration.ZERO;
  private volatile Runnable asked = () -> {};

  void advance(Duration time) {
    shift = shift.plus(time);
  }

  /** From now on tells when somebody asks for the time, on the thread that does. */
  void onAsked(Runnable told) {
    asked = told;
  }

  @Override
  public Instant instant() {
    asked.run();
    return Instant.now().plus(shift);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
