package io.mynah.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Lease;
import io.mynah.store.jobs.JobClaims;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that only takes jobs in, and others on the same server that train them. */
class SharedQueueTest {
  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private Studio front;
  private PersonId bella;

  @BeforeEach
  void begin() {
    front = start(0);
    front.service.followOthers();
    bella = front.person(Studio.OWNER, "Bella");
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private Studio start(int workers) {
    Studio studio = Studio.onServer(folder, workers);
    open.add(studio);
    open.add(
        Lease.take(studio.database, studio.claims.leaseName(), Lease.Timing.DEFAULT, () -> {})
            .orElseThrow());
    studio.service.start();
    return studio;
  }

  @Test
  void whatAnotherMakesIsToldHere() throws Exception {
    Studio worker = start(1);
    Job job = front.submit(bella);
    Lesson lesson = worker.trainer.next();
    lesson.improve("n-gram", 2);
    lesson.finish();
    await()
        .untilAsserted(() -> assertThat(front.news).extracting(Job::state).endsWith(JobState.DONE));
    assertThat(front.voice(bella)).isEqualTo("n-gram 2.0");
    assertThat(front.jobs.find(Studio.OWNER, job.id()).orElseThrow().fraction()).isEqualTo(1);
  }

  @Test
  void whatIsCancelledHereStopsThereAndPublishesNothing() throws Exception {
    Studio worker = start(1);
    Job job = front.submit(bella);
    Lesson lesson = worker.trainer.next();
    assertThat(front.service.cancel(Studio.OWNER, job.id())).isTrue();
    worker.awaitEnd(job.id());
    assertThat(front.models()).isEmpty();
    assertThat(lesson.budget).isEqualTo(Studio.BUDGET);
  }

  @Test
  void whoIsForgottenHereIsLearnedNoMoreThere() throws Exception {
    Studio worker = start(1);
    Job job = front.submit(bella);
    Lesson unused = worker.trainer.next();
    front.corpora.forget(Studio.OWNER, bella);
    worker.awaitEnd(job.id());
    assertThat(front.models()).isEmpty();
    assertThat(front.checkpoints()).isEmpty();
  }

  @Test
  void aJobThatAStoppedWorkerPutsBackIsTakenByAnIdleOne() throws Exception {
    Studio first = start(1);
    Job job = front.submit(bella);
    Lesson unused = first.trainer.next();
    Studio second = start(1);
    first.service.close();
    Lesson again = second.trainer.next();
    again.improve("n-gram", 2);
    again.finish();
    front.await(job.id(), JobState.DONE);
  }

  @Test
  void aClaimThatItsWorkerDoesNotKnowOfGoesBackIntoTheQueue() {
    Job job = front.submit(bella);
    assertThat(front.claims.claim()).isPresent();
    assertThat(front.claims.requeueUnknown(front.claims.held())).as("known").isEmpty();
    assertThat(front.claims.requeueUnknown(Set.of()))
        .extracting(JobClaims.Turn::job)
        .containsExactly(job.id());
    assertThat(front.claims.held()).isEmpty();
    assertThat(front.claims.claim().orElseThrow().job().id()).isEqualTo(job.id());
  }
}
