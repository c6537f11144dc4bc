package io.mynah.chat.speech;

import io.mynah.chat.Envelope;
import io.mynah.chat.roster.Roster;
import io.mynah.domain.Person;
import io.mynah.store.conversation.Expectation.SentenceBeginning;
import io.mynah.store.conversation.Expectations;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores which person has to complete a sentence whose beginning the owner was asked for.
 * Thread-safe.
 */
final class PendingBeginnings {
  private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(10);

  private final Expectations expectations;
  private final Roster roster;
  private final Clock clock;

  PendingBeginnings(Expectations expectations, Roster roster, Clock clock) {
    this.expectations = expectations;
    this.roster = roster;
    this.clock = clock;
  }

  /** Expects the beginning of a sentence: the next text at this address. */
  void expect(Envelope envelope, Person person) {
    expectations.expect(
        envelope.sender(),
        envelope.address(),
        new SentenceBeginning(person.id().value()),
        clock.instant().plus(TIME_TO_ANSWER));
  }

  /** The person who completes the next text at an address, if one is expected. */
  Optional<Person> expected(Envelope envelope) {
    return question(envelope).flatMap(asked -> roster.person(envelope.sender(), asked.person()));
  }

  private Optional<SentenceBeginning> question(Envelope envelope) {
    return expectations.expected(
        envelope.sender(), envelope.address(), clock.instant(), SentenceBeginning.class);
  }

  /** Expects no beginning any more; returns whether one was expected. */
  boolean drop(Envelope envelope) {
    boolean asked = question(envelope).isPresent();
    if (asked) {
      expectations.clear(envelope.sender(), envelope.address());
    }
    return asked;
  }
}
