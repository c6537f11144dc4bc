package io.mynah.training;

import static io.mynah.training.Studio.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.lm.training.TooLittleText;
import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class TrainingFailureTest {
  @TempDir Path folder;

  private static Job failed(Studio studio, PersonId person, Throwable fault) throws Exception {
    Job job = studio.submit(person);
    Lesson lesson = studio.trainer.next();
    lesson.leave("weights");
    lesson.fail(fault);
    Job failed = studio.await(job.id(), JobState.FAILED);
    studio.awaitEnd(job.id());
    return failed;
  }

  @Test
  void aFailedJobSaysWhyAndLeavesTheWorkerFree() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      PersonId bella = studio.person(OWNER, "Bella");
      assertThat(failed(studio, bella, new TooLittleText(12, 40)).failure())
          .isEqualTo("TOO_LITTLE_TEXT:12:40");
      assertThat(failed(studio, bella, new OutOfMemoryError("heap")).failure())
          .isEqualTo("OUT_OF_MEMORY");
      IOException full = new IOException("No space left on device");
      assertThat(failed(studio, bella, new UncheckedIOException(full)).failure())
          .isEqualTo("DISK_FULL");
      assertThat(failed(studio, bella, new StackOverflowError()).failure()).isEqualTo("INTERNAL");
      assertThat(failed(studio, bella, new IllegalStateException("secret words")).failure())
          .isEqualTo("INTERNAL");
      assertThat(studio.checkpoints()).isEmpty();
      assertThat(studio.news.get(studio.news.size() - 1).state()).isEqualTo(JobState.FAILED);
    }
  }

  @Test
  void aFailedJobCanBeTriedAgainAndKeepsWhatItPublished() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      PersonId bella = studio.person(OWNER, "Bella");
      Job first = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 3);
      lesson.fail(new IllegalStateException("broken"));
      studio.await(first.id(), JobState.FAILED);
      assertThat(studio.voice(bella)).isEqualTo("n-gram 3.0");

      Job second = studio.submit(bella);
      assertThat(second.id()).isNotEqualTo(first.id());
      Lesson again = studio.trainer.next();
      again.improve("n-gram", 3);
      again.improve("neural", 2);
      again.finish();
      assertThat(studio.await(second.id(), JobState.DONE).failure()).isNull();
      assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
    }
  }

  @Test
  void aJobWhoseRecordCannotBeReadFailsAndTheNextOneRuns() throws Exception {
    try (Studio studio = new Studio(folder, 1)) {
      List<Person> people = studio.chat(OWNER, 3, "Bella", "Tim");
      Job broken = studio.submit(people.get(0).id());
      sql(studio, "alter table voices rename to away");
      studio.service.start();
      assertThat(studio.await(broken.id(), JobState.FAILED).failure()).isEqualTo("INTERNAL");
      studio.awaitEnd(broken.id());
      sql(studio, "alter table away rename to voices");
      studio.submit(people.get(1).id());
      assertThat(studio.trainer.next().seed).isEqualTo(people.get(1).id().value());
    }
  }

  @Test
  void anEndThatCannotBeStoredIsStoredWhenItCan() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      Job job = studio.submit(studio.person(OWNER, "Bella"));
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 3);
      // As on a full disk, where a row can be read and not be changed.
      sql(
          studio,
          """
          create trigger full before update of state on jobs
          begin select raise(abort, 'disk is full'); end""");
      lesson.finish();
      Awaitility.await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  studio.jobs.find(job.owner(), job.id()).orElseThrow().state()
                      == JobState.RUNNING);
      sql(studio, "drop trigger full");
      studio.await(job.id(), JobState.DONE);
      studio.awaitEnd(job.id());
      assertThat(studio.checkpoints()).isEmpty();
      assertThat(studio.news.get(studio.news.size() - 1).state()).isEqualTo(JobState.DONE);
    }
  }

  private static void sql(Studio studio, String statement) throws SQLException {
    try (Connection connection = studio.database.dataSource().getConnection();
        Statement change = connection.createStatement()) {
      change.execute(statement);
    }
  }

  @Test
  void someoneWithTooFewMessagesIsToldHowManyAreNeeded() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      List<Person> people = studio.chat(OWNER, 2, "Bella");
      Job job = studio.submit(people.get(0).id());
      assertThat(studio.await(job.id(), JobState.FAILED).failure())
          .isEqualTo("TOO_LITTLE_TEXT:2:" + Studio.MIN_MESSAGES);
      assertThat(studio.trainer.isIdle()).isTrue();
    }
  }

  @Test
  void aVoiceOfBeforeMoreWasMaskedThatCannotLearnAnewIsNotKept() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      PersonId bella = studio.person(OWNER, "Bella");
      Job first = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 3);
      lesson.finish();
      studio.await(first.id(), JobState.DONE);
      studio.awaitEnd(first.id());
      assertThat(failed(studio, bella, new TooLittleText(12, 40)).state())
          .isEqualTo(JobState.FAILED);
      assertThat(studio.voice(bella)).as("of now").isEqualTo("n-gram 3.0");
      sql(studio, "update voices set preparation = 0");
      assertThat(failed(studio, bella, new TooLittleText(12, 40)).state())
          .isEqualTo(JobState.FAILED);
      assertThat(studio.voiceRecords.find(TestPerson.of(bella))).isEmpty();
      assertThat(studio.models()).isEmpty();
    }
  }

  @Test
  void aTrainingThatMakesNoModelFails() throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      Job job = studio.submit(studio.person(OWNER, "Bella"));
      studio.trainer.next().finish();
      assertThat(studio.await(job.id(), JobState.FAILED).failure()).isEqualTo("INTERNAL");
    }
  }

  /** A terminal fails with an error where it cannot be asked any more. */
  static List<Throwable> faultsOfListeners() {
    return List.of(new IllegalStateException("the chat is gone"), new IOError(new IOException()));
  }

  @ParameterizedTest
  @MethodSource("faultsOfListeners")
  void faultsOfTheListenerDoNotEndATraining(Throwable fault) throws Exception {
    try (Studio studio = Studio.started(folder, 1)) {
      studio.deafness = fault;
      PersonId bella = studio.person(OWNER, "Bella");
      Job job = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 3);
      lesson.finish();
      studio.await(job.id(), JobState.DONE);
      assertThat(studio.voice(bella)).isEqualTo("n-gram 3.0");
      assertThat(studio.news).extracting(Job::state).contains(JobState.QUEUED, JobState.RUNNING);

      Job next = studio.submit(bella);
      Lesson again = studio.trainer.next();
      again.improve("n-gram", 2);
      again.finish();
      assertThat(studio.await(next.id(), JobState.DONE).failure()).as("the worker").isNull();
    }
  }

  @Test
  void theDeepestCauseCounts() {
    assertThat(FailureClassifier.of(new RuntimeException(new OutOfMemoryError()), () -> false))
        .isEqualTo(TrainingFailure.OUT_OF_MEMORY);
    assertThat(
            FailureClassifier.of(
                new RuntimeException(new SQLException("full", "", 13)), () -> false))
        .isEqualTo(TrainingFailure.DISK_FULL);
    assertThat(
            FailureClassifier.of(
                new RuntimeException(new SQLException("busy", "", 5)), () -> false))
        .isEqualTo(TrainingFailure.INTERNAL);
    assertThat(FailureClassifier.of(new IOException("Permission denied"), () -> false))
        .isEqualTo(TrainingFailure.INTERNAL);
    assertThat(FailureClassifier.of(new IOException("Disk quota exceeded"), () -> false))
        .isEqualTo(TrainingFailure.DISK_FULL);
    assertThat(FailureClassifier.of(new IOException("im Gerät kein Platz"), () -> true))
        .isEqualTo(TrainingFailure.DISK_FULL);
    assertThat(FailureClassifier.of(new SQLException("disk full", "53100"), () -> false))
        .isEqualTo(TrainingFailure.DISK_FULL);
    assertThat(FailureClassifier.of(new FailureClassifier.Forgotten(), () -> false))
        .isEqualTo(TrainingFailure.FORGOTTEN);
  }
}
