package io.mynah.chat.group;

import io.mynah.domain.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * When a voice says something unasked. Between two such messages there is at least the mean time
 * between two messages of the person in their export, and at least {@link #SHORTEST}; each message
 * that nobody answered doubles the time. It speaks only in hours of the day in which its chat was
 * awake: those with at least half as many messages as the mean hour. Hours are counted in UTC, as
 * the owner's time zone is not known. A person without messages, whose voice comes from another
 * Mynah, has no rhythm. Immutable.
 */
final class UnpromptedRhythm {
  /** Three messages a day. */
  static final Duration SHORTEST = Duration.ofHours(8);

  private static final int HOURS = 24;
  private static final int MINUTES = 60;

  private final Duration interval;
  private final boolean[] awake = new boolean[HOURS];

  /**
   * @param perHour how many messages of the chat are of each hour of the day
   */
  UnpromptedRhythm(Person person, int[] perHour) {
    Duration span = Duration.between(person.first(), person.last());
    Duration mean = span.dividedBy(Math.max(1, person.messages()));
    interval = mean.compareTo(SHORTEST) < 0 ? SHORTEST : mean;
    long all = 0;
    for (int messages : perHour) {
      all += messages;
    }
    for (int hour = 0; hour < HOURS; hour++) {
      awake[hour] = 2L * HOURS * perHour[hour] >= all;
    }
  }

  /** Whether a person has messages that show a rhythm. */
  static boolean isKnown(Person person) {
    return person.messages() > 0;
  }

  /**
   * When the voice speaks next.
   *
   * @param unanswered how many of its messages nobody has answered
   */
  Instant next(Instant now, int unanswered, RandomGenerator random) {
    Duration wait = interval.multipliedBy(1L << unanswered);
    Instant earliest = now.plus(wait).plusMillis((long) (wait.toMillis() * random.nextDouble()));
    ZonedDateTime at = earliest.atZone(ZoneOffset.UTC);
    if (awake[at.getHour()]) {
      return earliest;
    }
    ZonedDateTime hour = at.truncatedTo(ChronoUnit.HOURS);
    for (int i = 0; i < HOURS && !awake[hour.getHour()]; i++) {
      hour = hour.plusHours(1);
    }
    return hour.plusMinutes(random.nextInt(MINUTES)).toInstant();
  }

  /** Whether the voice may speak in the hour of a time. */
  boolean isAwake(Instant at) {
    return awake[at.atZone(ZoneOffset.UTC).getHour()];
  }
}
