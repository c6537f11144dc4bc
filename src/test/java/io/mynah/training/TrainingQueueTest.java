package io.mynah.training;

import static io.mynah.training.Studio.OTHER;
import static io.mynah.training.Studio.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TrainingQueueTest {
  @TempDir Path folder;

  private static List<Job> submitAll(Studio studio, OwnerId owner, String... names) {
    List<Job> jobs = new ArrayList<>();
    for (Person person : studio.chat(owner, Studio.MIN_MESSAGES, names)) {
      jobs.add(studio.service.submit(owner, person.id(), Effort.GOOD, null));
    }
    return jobs;
  }

  private static void complete(Lesson lesson) {
    lesson.improve("n-gram", 2);
    lesson.finish();
  }

  @Test
  void ownersTakeTurnsAndTheQueueSaysSoBefore() throws Exception {
    try (Studio studio = new Studio(folder, 1)) {
      List<Job> many = submitAll(studio, OWNER, "Ann", "Bob", "Cid");
      Job one = submitAll(studio, OTHER, "Zoe").get(0);
      List<Job> expected = List.of(many.get(0), one, many.get(1), many.get(2));
      assertThat(expected)
          .extracting(job -> studio.service.places().get(job.id()).number())
          .containsExactly(1, 2, 3, 4);

      studio.service.start();
      for (Job job : expected) {
        Lesson lesson = studio.trainer.next();
        assertThat(lesson.seed).isEqualTo(job.person().value());
        assertThat(studio.service.places()).doesNotContainKey(job.id());
        complete(lesson);
        studio.await(job.owner(), job.id(), JobState.DONE);
      }
      assertThat(studio.trainer.isIdle()).isTrue();
    }
  }

  @Test
  void twoWorkersServeTwoOwnersAndNoMoreThanTwoTrain() throws Exception {
    try (Studio studio = new Studio(folder, 2)) {
      List<Job> many = submitAll(studio, OWNER, "Ann", "Bob", "Cid");
      Job one = submitAll(studio, OTHER, "Zoe").get(0);
      studio.service.start();
      Lesson first = studio.trainer.next();
      Lesson second = studio.trainer.next();

      assertThat(List.of(first.seed, second.seed))
          .containsExactlyInAnyOrder(many.get(0).person().value(), one.person().value());
      assertThat(studio.jobs.queue())
          .extracting(Job::state)
          .containsExactlyInAnyOrder(
              JobState.RUNNING, JobState.RUNNING, JobState.QUEUED, JobState.QUEUED);
      assertThat(studio.service.places().get(many.get(1).id()).number()).isEqualTo(1);
      complete(first);
      assertThat(studio.trainer.next().seed).isEqualTo(many.get(1).person().value());
      assertThat(studio.trainer.isIdle()).isTrue();
    }
  }

  @Test
  void aJobRunsAtOnceWhenAWorkerIsFreeWithWhatThePersonAndTheEffortSay() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      List<Person> people = studio.chat(OWNER, 4, "Bella", "Tim");
      PersonId bella = people.get(0).id();
      Job job = studio.service.submit(OWNER, bella, Effort.BEST, null);
      assertThat(studio.submit(bella).id()).isEqualTo(job.id());
      Lesson lesson = studio.trainer.next();

      assertThat(lesson.budget).isEqualTo(Duration.ofHours(1));
      assertThat(lesson.data.person()).isEqualTo(people.get(0).key());
      assertThat(lesson.data.turns()).hasSize(8);
      assertThat(lesson.data.turns().get(1).speaker()).isEqualTo(people.get(1).key());
      complete(lesson);
      assertThat(studio.await(job.id(), JobState.DONE).fraction()).isEqualTo(1);
      assertThat(studio.voice(bella)).isEqualTo("n-gram 2.0");
    }
  }

  @Test
  void onlyTheOwnerOfAPersonCanHaveThemTrainedOrTheTrainingCancelled() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      PersonId bella = studio.person(OWNER, "Bella");
      assertThatThrownBy(() -> studio.service.submit(OTHER, bella, Effort.GOOD, null))
          .isInstanceOf(NoSuchElementException.class);
      Job job = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      assertThat(studio.service.cancel(OTHER, job.id())).isFalse();
      assertThat(studio.service.cancel(OWNER, new JobId(job.id().value() + 1))).isFalse();
      complete(lesson);
      studio.await(job.id(), JobState.DONE);
      assertThat(studio.service.cancel(OWNER, job.id())).isFalse();
    }
  }

  @Test
  void aWaitingJobThatIsCancelledNeverRuns() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      List<Job> jobs = submitAll(studio, OWNER, "Ann", "Bob", "Cid");
      Lesson first = studio.trainer.next();
      assertThat(studio.service.cancel(OWNER, jobs.get(1).id())).isTrue();
      assertThat(studio.service.places().get(jobs.get(2).id()).number()).isEqualTo(1);
      complete(first);

      assertThat(studio.trainer.next().seed).isEqualTo(jobs.get(2).person().value());
      assertThat(studio.await(jobs.get(1).id(), JobState.CANCELLED).failure()).isNull();
      assertThat(studio.news)
          .filteredOn(job -> job.id().equals(jobs.get(1).id()))
          .extracting(Job::state)
          .containsExactly(JobState.QUEUED, JobState.CANCELLED);
    }
  }

  @Test
  void aRunningJobThatIsCancelledEndsWithinSecondsAndMakesRoomForTheNext() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      List<Job> jobs = submitAll(studio, OWNER, "Ann", "Bob");
      Lesson first = studio.trainer.next();
      first.improve("n-gram", 2);
      long before = System.nanoTime();
      assertThat(studio.service.cancel(OWNER, jobs.get(0).id())).isTrue();
      Lesson second = studio.trainer.next();

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
      assertThat(second.seed).isEqualTo(jobs.get(1).person().value());
      assertThat(studio.await(jobs.get(0).id(), JobState.CANCELLED).failure()).isNull();
      assertThat(studio.service.cancel(OWNER, jobs.get(0).id())).isFalse();
      assertThat(studio.voice(jobs.get(0).person())).isEqualTo("n-gram 2.0");
    }
  }

  @Test
  void aPersonIsNeverTrainedTwiceAtOnceEvenWhenTheCancelledTrainingIsSlowToEnd() throws Exception {
    try (Studio studio = Studio.started(folder, 2)) {
      PersonId bella = studio.person(OWNER, "Bella");
      Job first = studio.submit(bella);
      Lesson slow = studio.trainer.next();
      slow.listenToNobody();
      studio.service.cancel(OWNER, first.id());
      Job second = studio.submit(bella);
      studio.await(second.id(), JobState.RUNNING);
      assertThat(studio.trainer.isIdle()).isTrue();
      slow.improve("n-gram", 1);
      slow.finish();

      complete(studio.trainer.next());
      studio.await(second.id(), JobState.DONE);
      assertThat(studio.jobs.find(first.owner(), first.id()).orElseThrow().state())
          .isEqualTo(JobState.CANCELLED);
      assertThat(studio.voice(bella)).isEqualTo("n-gram 2.0");
    }
  }

  @Test
  void everyStepOfAJobIsToldAndWhatIsDoneNeverGoesBack() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      Job job = studio.submit(studio.person(OWNER, "Bella"));
      Lesson lesson = studio.trainer.next();
      lesson.progress(0.4, Duration.ofSeconds(60));
      assertThat(studio.jobs.find(job.owner(), job.id()).orElseThrow().fraction()).isEqualTo(0.4);
      lesson.progress(0.1, Duration.ofSeconds(80));
      lesson.sample("hi there");
      lesson.improve("n-gram", 2);

      Progress progress = studio.service.progress(job.id()).orElseThrow();
      assertThat(progress.fraction()).isEqualTo(0.4);
      assertThat(progress.sample()).isEqualTo("hi there");
      assertThat(progress.stage()).isEqualTo("n-gram");
      assertThat(progress.remaining()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(81));
      lesson.finish();
      Awaitility.await()
          .until(() -> studio.news.get(studio.news.size() - 1).state() == JobState.DONE);
      assertThat(studio.news).extracting(Job::fraction).isSorted();
      assertThat(studio.news)
          .extracting(Job::state)
          .startsWith(JobState.QUEUED, JobState.RUNNING)
          .contains(JobState.DONE);
      studio.awaitEnd(job.id());
    }
  }

  @Test
  void theListenerHearsOnceHowEachJobEnded() throws Exception {
    try (Studio studio = new Studio(folder, 1)) {
      List<Job> jobs = submitAll(studio, OWNER, "Ann", "Bob", "Cid", "Dan");
      assertThat(studio.service.cancel(OWNER, jobs.get(1).id())).isTrue();
      assertThat(studio.service.cancel(OWNER, jobs.get(1).id())).isFalse();
      studio.service.start();
      complete(studio.trainer.next());
      studio.await(jobs.get(0).id(), JobState.DONE);
      Lesson running = studio.trainer.next();
      assertThat(running.seed).isEqualTo(jobs.get(2).person().value());
      assertThat(studio.service.running()).isEqualTo(1);
      assertThat(studio.service.cancel(OWNER, jobs.get(2).id())).isTrue();
      studio.trainer.next().fail(new IllegalStateException());
      studio.await(jobs.get(3).id(), JobState.FAILED);
      Awaitility.await().until(() -> studio.ends.size() >= 4 && studio.service.running() == 0);

      assertThat(studio.ends)
          .extracting(job -> job.id() + " " + job.state() + " " + job.failure())
          .containsExactlyInAnyOrder(
              jobs.get(0).id() + " DONE null",
              jobs.get(1).id() + " CANCELLED null",
              jobs.get(2).id() + " CANCELLED null",
              jobs.get(3).id() + " FAILED INTERNAL");
    }
  }
}
