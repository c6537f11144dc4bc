package io.mynah.chat.learning;

import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.training.OwnerTrainings;
import io.mynah.domain.Job;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.corpora.AddedMessages.Added;
import io.mynah.store.jobs.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Trains a voice again when a tenth more messages are there than it learned from, at most once a
 * day. Its owner is not told, because it speaks all the while. Thread-safe.
 */
final class Growth {
  private static final Duration PAUSE = Duration.ofDays(1);
  private static final int PARTS = 10;

  /** Fewer new messages than this change nothing that one could hear. */
  private static final int LEAST = 20;

  private final PeopleDirectory people;
  private final Jobs jobs;
  private final OwnerTrainings trainings;
  private final Clock clock;

  Growth(PeopleDirectory people, Jobs jobs, OwnerTrainings trainings, Clock clock) {
    this.people = people;
    this.jobs = jobs;
    this.trainings = trainings;
    this.clock = clock;
  }

  /** Begins a training if it is time for one. */
  void grown(OwnerId owner, Added added) {
    if (added.unlearned() < LEAST || !isTenth(added.unlearned(), added.messages())) {
      return;
    }
    // Somebody who is joined with people of other chats has more messages than these.
    Optional<Person> person =
        people
            .roster()
            .person(owner, added.person().value())
            .filter(each -> isTenth(added.unlearned(), each.messages()))
            .filter(people.voices()::ready);
    if (person.isEmpty() || isTrained(person.get())) {
      return;
    }
    try {
      Job unused = trainings.submit(owner, person.get().id(), null);
    } catch (NoSuchElementException forgotten) {
      // The person was forgotten a moment ago.
    }
  }

  private static boolean isTenth(int unlearned, int all) {
    return unlearned * PARTS >= all - unlearned;
  }

  /** Whether a training is open, or began a short time ago. */
  private boolean isTrained(Person person) {
    return jobs.latest(person.id())
        .filter(job -> !job.state().ended() || job.createdAt().plus(PAUSE).isAfter(clock.instant()))
        .isPresent();
  }
}
