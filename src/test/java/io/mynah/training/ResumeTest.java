package io.mynah.training;

import static io.mynah.training.Studio.OWNER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.database.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ResumeTest {
  @TempDir Path folder;
  @TempDir Path otherFolder;

  /** Leads a training to a point where much would be lost. */
  private static Lesson halfTrained(Studio studio) throws Exception {
    Lesson lesson = studio.trainer.next();
    lesson.leave("weights");
    lesson.improve("n-gram", 3);
    lesson.improve("neural", 2);
    lesson.progress(0.6, Duration.ofSeconds(36));
    return lesson;
  }

  /** The job goes on with what it had, publishes nothing worse, and leaves nothing behind. */
  private static void goesOn(Studio studio, Job job, Lesson before) throws Exception {
    Lesson lesson = studio.trainer.next();
    assertThat(studio.jobs.latest(job.person()).orElseThrow().id()).isEqualTo(job.id());
    assertThat(lesson.left()).contains("weights");
    assertThat(lesson.seed).isEqualTo(before.seed);
    assertThat(lesson.budget).isEqualTo(before.budget);
    assertThat(lesson.data).usingRecursiveComparison().isEqualTo(before.data);
    assertThat(studio.voice(job.person())).isEqualTo("neural 2.0");
    Progress progress = studio.service.progress(job.id()).orElseThrow();
    assertThat(progress.fraction()).isEqualTo(0.6);
    assertThat(progress.stage()).isEqualTo("neural");
    assertThat(progress.remaining()).isLessThan(Studio.BUDGET.dividedBy(2));
    lesson.progress(0.1, Studio.BUDGET);
    assertThat(studio.service.progress(job.id()).orElseThrow().remaining())
        .as("what was done needs no time again")
        .isLessThan(Studio.BUDGET.dividedBy(2));

    lesson.improve("n-gram", 3);
    assertThat(studio.voice(job.person())).isEqualTo("neural 2.0");
    lesson.improve("neural", 1.5);
    assertThat(studio.voice(job.person())).isEqualTo("neural 1.5");
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    studio.awaitEnd(job.id());
    assertThat(studio.checkpoints()).isEmpty();
  }

  @Test
  void aTrainingThatWasStoppedGoesOnAtTheNextStart() throws Exception {
    Job job;
    Lesson before;
    try (Studio studio = Studio.started(folder, 1)) {
      job = studio.submit(studio.person(OWNER, "Bella"));
      before = halfTrained(studio);
    }
    try (Studio next = new Studio(folder, 1)) {
      assertThat(next.jobs.find(job.owner(), job.id()).orElseThrow().state())
          .isEqualTo(JobState.QUEUED);
      next.service.start();
      goesOn(next, job, before);
    }
  }

  @Test
  void whatLearnedFromTextsPreparedOtherwiseIsNotGoneOnWith() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      Job job = studio.submit(studio.person(OWNER, "Bella"));
      studio.trainer.next();
      new SealedCheckpoints(
              new CheckpointBlobs(studio.blobs.store(), job.id(), Change.NOTHING),
              studio.corpora.key(job.person()).orElseThrow(),
              "checkpoints/" + job.id().value())
          .within("neural")
          .write("network", out -> out.write(1));
    }
    try (Studio next = Studio.started(folder, 1)) {
      Lesson lesson = next.trainer.next();
      assertThatThrownBy(lesson::left).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aTrainingThatWasKilledGoesOnAtTheNextStart() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      List<Person> people = studio.chat(OWNER, 3, "Bella", "Tim");
      Job job = studio.submit(people.get(0).id());
      Job waiting = studio.submit(people.get(1).id());
      Lesson before = halfTrained(studio);
      try (Studio next = new Studio(studio.image(otherFolder), 1)) {
        assertThat(next.jobs.find(job.owner(), job.id()).orElseThrow().state())
            .isEqualTo(JobState.RUNNING);
        next.service.start();
        goesOn(next, job, before);
        Lesson other = next.trainer.next();
        assertThat(other.seed).isEqualTo(waiting.person().value());
        other.improve("n-gram", 1);
        other.finish();
        next.await(waiting.id(), JobState.DONE);
      }
    }
  }

  @Test
  void allWorkersAreBusyAgainAfterAKill() throws Exception {
    try (Studio studio = Studio.started(folder, 2)) {
      List<Person> people = studio.chat(OWNER, 3, "Ann", "Bob", "Cid");
      people.forEach(person -> studio.submit(person.id()));
      studio.trainer.next();
      studio.trainer.next();
      try (Studio next = Studio.started(studio.image(otherFolder), 2)) {
        next.trainer.next();
        next.trainer.next();
        assertThat(next.jobs.queue()).extracting(Job::state).contains(JobState.QUEUED);
        assertThat(next.trainer.isIdle()).isTrue();
      }
    }
  }

  @Test
  void whatEndedBeforeAKillIsNotDoneAgainAndItsLeftoversGo() throws Exception {
    Job job;
    try (Studio studio = new Studio(folder, 1)) {
      studio.blobs.put(BlobName.checkpoint(new JobId(4711), "neural/network"), new byte[9]);
      studio.service.start();
      assertThat(studio.checkpoints()).isEmpty();
      job = studio.submit(studio.person(OWNER, "Bella"));
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 2);
      lesson.finish();
      studio.await(job.id(), JobState.DONE);
    }
    try (Studio next = Studio.started(folder, 1)) {
      Job other = next.submit(next.chat(OWNER, 3, "Bella", "Tim").get(1).id());
      assertThat(next.trainer.next().seed).isEqualTo(other.person().value());
      assertThat(next.jobs.find(job.owner(), job.id()).orElseThrow().state())
          .isEqualTo(JobState.DONE);
    }
  }

  @Test
  void whatIsLearnedLiesInNoFileAsItIs() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      studio.submit(studio.person(OWNER, "Bella"));
      Lesson lesson = halfTrained(studio);
      List<String> names = studio.checkpoints();
      assertThat(names).singleElement().asString().endsWith("/neural/network.sealed");
      assertThat(studio.blobs.file(new BlobName(names.get(0))))
          .content(ISO_8859_1)
          .doesNotContain("weights");
      lesson.leave("other weights");
      assertThat(lesson.left()).contains("other weights");
      assertThat(studio.checkpoints()).isEqualTo(names);
    }
  }

  @Test
  void aJobCancelledWhileNothingRunsNeverComesBack() throws Exception {
    PersonId bella;
    Job job;
    try (Studio studio = Studio.started(folder, 1)) {
      bella = studio.person(OWNER, "Bella");
      job = studio.submit(bella);
      halfTrained(studio);
    }
    try (Studio next = new Studio(folder, 1)) {
      assertThat(next.service.cancel(OWNER, job.id())).isTrue();
      assertThat(next.checkpoints()).isEmpty();
      next.service.start();
      Job second = next.submit(bella);
      Lesson lesson = next.trainer.next();
      assertThat(lesson.left()).isEmpty();
      assertThat(next.jobs.find(second.owner(), second.id()).orElseThrow().state())
          .isEqualTo(JobState.RUNNING);
      assertThat(next.jobs.find(job.owner(), job.id()).orElseThrow().state())
          .isEqualTo(JobState.CANCELLED);
    }
  }

  @Test
  void aModelDamagedMeanwhileIsMadeAnewByTheJobThatGoesOn() throws Exception {
    Job job;
    try (Studio studio = Studio.started(folder, 1)) {
      job = studio.submit(studio.person(OWNER, "Bella"));
      halfTrained(studio);
      studio.blobs.put(BlobName.model(job.person()), new byte[20]);
    }
    try (Studio next = Studio.started(folder, 1)) {
      next.trainer.next().improve("n-gram", 3);
      assertThat(next.voice(job.person())).isEqualTo("n-gram 3.0");
    }
  }

  @Test
  void aTrainingThatBreaksBecauseItIsStoppedGoesOnAtTheNextStart() throws Exception {
    Job job;
    try (Studio studio = Studio.started(folder, 1)) {
      job = studio.submit(studio.person(OWNER, "Bella"));
      Lesson lesson = halfTrained(studio);
      lesson.listenToNobody();
      Thread stopping = new Thread(() -> studio.service.close(Duration.ofSeconds(20)));
      stopping.start();
      Awaitility.await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
      lesson.fail(new IllegalStateException("closed"));
      stopping.join();
      Job stopped = studio.jobs.find(job.owner(), job.id()).orElseThrow();
      assertThat(stopped.state()).isEqualTo(JobState.QUEUED);
      assertThat(stopped.failure()).isNull();
    }
    try (Studio next = Studio.started(folder, 1)) {
      assertThat(next.trainer.next().left()).contains("weights");
    }
  }

  @Test
  void aServiceStoppedBeforeItStartsLeavesItsJobsForTheNext() throws Exception {
    Job job;
    try (Studio studio = new Studio(folder, 1)) {
      job = studio.submit(studio.person(OWNER, "Bella"));
      studio.service.stop();
      studio.service.start();
      assertThat(studio.trainer.isIdle()).isTrue();
      assertThat(studio.jobs.find(job.owner(), job.id()).orElseThrow().state())
          .isEqualTo(JobState.QUEUED);
    }
    try (Studio next = Studio.started(folder, 1)) {
      assertThat(next.trainer.next().seed).isEqualTo(job.person().value());
    }
  }

  @Test
  void theServiceStopsInSecondsEvenIfATrainingDoesNotListen() throws Exception {
    Lesson deaf;
    Job job;
    try (Studio studio = Studio.started(folder, 2)) {
      List<Person> people = studio.chat(OWNER, 3, "Ann", "Bob");
      job = studio.submit(people.get(0).id());
      deaf = studio.trainer.next();
      deaf.listenToNobody();
      Job good = studio.submit(people.get(1).id());
      studio.trainer.next();
      long before = System.nanoTime();
      studio.service.close(Duration.ofSeconds(1));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
      assertThat(studio.jobs.find(good.owner(), good.id()).orElseThrow().state())
          .isEqualTo(JobState.QUEUED);
      assertThat(studio.jobs.find(job.owner(), job.id()).orElseThrow().state())
          .isEqualTo(JobState.RUNNING);
      deaf.finish();
      studio.awaitEnd(job.id());
    }
  }
}
