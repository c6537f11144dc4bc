package io.mynah.training;

import static io.mynah.training.Studio.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.CurvePoint;
import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.MessageRef;
import io.mynah.domain.MessageTally;
import io.mynah.domain.PersonId;
import io.mynah.domain.ReportCard;
import io.mynah.domain.TestPerson;
import io.mynah.domain.VoiceFigures;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.models.MarkedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured at a training's end, and what is kept of its course. */
@Timeout(120)
class ReportCardTest {
  @TempDir Path folder;

  /** Figures whose zone names the model that was measured. */
  private static VoiceFigures figures(String model) {
    MessageTally none = new MessageTally(0, 0, List.of(), List.of());
    return new VoiceFigures(null, 0, 0, none, none, model, List.of(), List.of());
  }

  private static final VoiceExaminer MARKS =
      (data, model, seed, cancelled) -> figures(((MarkedModel) model).mark());

  private static ReportCard card(Studio studio, PersonId person) {
    return studio.cards.find(TestPerson.of(person)).orElseThrow();
  }

  private static void finish(Studio studio, Job job, Lesson lesson) {
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    studio.awaitEnd(job.id());
  }

  @Test
  void theModelThatATrainingComesToIsMeasuredAndItsCourseIsKept() throws Exception {
    try (Studio studio = Studio.examining(folder, MARKS)) {
      studio.service.start();
      PersonId bella = studio.person(OWNER, "Bella");
      Job job = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 3);
      lesson.improve("neural", 2);
      lesson.improve("neural", 2.25);
      finish(studio, job, lesson);

      ReportCard card = card(studio, bella);
      assertThat(card.figures().zone()).isEqualTo("neural 2.0");
      assertThat(card.bits()).isEqualTo(2);
      assertThat(card.messages()).isEqualTo(Studio.MIN_MESSAGES);
      assertThat(card.curve()).extracting(CurvePoint::bits).containsExactly(3.0, 2.0, 2.25);
      assertThat(card.curve()).extracting(CurvePoint::seconds).isSorted();
      assertThat(studio.cards.due()).as("nobody waits for it").isEmpty();
    }
  }

  @Test
  void aCardIsDueWhereTheTrainingShows() throws Exception {
    try (Studio studio = Studio.examining(folder, MARKS)) {
      studio.service.start();
      PersonId bella = studio.person(OWNER, "Bella");
      MessageRef notice = new MessageRef(new Address("console"), "1");
      Job job = studio.service.submit(OWNER, bella, Effort.GOOD, notice);
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 3);
      finish(studio, job, lesson);
      assertThat(studio.cards.due()).containsExactly(bella);
    }
  }

  @Test
  void aModelKeptAsideIsMeasuredBeforeItTakesThePlaceOfTheOld() throws Exception {
    try (Studio studio = Studio.examining(folder, MARKS)) {
      studio.service.start();
      PersonId bella = studio.person(OWNER, "Bella");
      Job first = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      lesson.improve("neural", 2);
      finish(studio, first, lesson);
      studio.chat(OWNER, 5, "Bella");
      Job second = studio.submit(bella);
      Lesson more = studio.trainer.next();
      more.improve("n-gram", 3);
      more.improve("neural", 2.5);
      assertThat(card(studio, bella).figures().zone()).isEqualTo("neural 2.0");
      finish(studio, second, more);
      assertThat(card(studio, bella).figures().zone()).isEqualTo("neural 2.5");
      assertThat(card(studio, bella).messages()).isEqualTo(5);
    }
  }

  @Test
  void theTimeLeftCountsTheExaminationThatFollowsTheTraining() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    VoiceExaminer slow =
        (data, model, seed, cancelled) -> {
          Awaitility.await().until(() -> held.getCount() == 0);
          return figures("done");
        };
    try (Studio studio = Studio.examining(folder, slow)) {
      studio.service.start();
      Job job = studio.submit(studio.person(OWNER, "Bella"));
      Lesson lesson = studio.trainer.next();
      lesson.improve("neural", 2);
      lesson.progress(1, Duration.ZERO);
      lesson.finish();
      Progress progress = studio.service.progress(job.id()).orElseThrow();
      assertThat(progress.fraction()).isBetween(0.8, 0.99);
      assertThat(progress.remaining()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(13));
      held.countDown();
      studio.await(job.id(), JobState.DONE);
    }
  }

  @Test
  void theCurveAndTheTimeGoOnAfterARestartWithoutTheTimeBetween() throws Exception {
    Job job;
    double before;
    try (Studio studio = Studio.examining(folder, MARKS)) {
      studio.service.start();
      job = studio.submit(studio.person(OWNER, "Bella"));
      Lesson lesson = studio.trainer.next();
      lesson.improve("n-gram", 3);
      Thread.sleep(30);
      lesson.improve("neural", 2);
      before = studio.cards.curve(job.id()).get(1).seconds();
      assertThat(before).isPositive();
    }
    Duration spent;
    try (Studio stopped = new Studio(folder, 1)) {
      spent = stopped.jobs.spent(job.id());
      assertThat(spent.toMillis() / 1e3).isGreaterThanOrEqualTo(before);
    }
    Thread.sleep(300);
    long resumed = System.nanoTime();
    try (Studio next = Studio.examining(folder, MARKS)) {
      next.service.start();
      Lesson lesson = next.trainer.next();
      lesson.improve("n-gram", 3);
      lesson.improve("neural", 2);
      lesson.improve("neural", 1.5);
      double passed = (System.nanoTime() - resumed) / 1e9;
      finish(next, job, lesson);

      List<CurvePoint> curve = card(next, job.person()).curve();
      assertThat(curve).extracting(CurvePoint::bits).containsExactly(3.0, 2.0, 1.5);
      assertThat(curve.get(2).seconds())
          .isBetween(spent.toMillis() / 1e3, spent.toMillis() / 1e3 + passed);
    }
  }

  @Test
  void aTrainingCancelledWhileItIsMeasuredLeavesThePersonAsTheyWere() throws Exception {
    CountDownLatch measuring = new CountDownLatch(1);
    VoiceExaminer slow =
        (data, model, seed, cancelled) -> {
          if (((MarkedModel) model).mark().equals("neural 2.0")) {
            return figures("first");
          }
          measuring.countDown();
          while (!cancelled.getAsBoolean()) {
            Thread.onSpinWait();
          }
          throw new TrainingCancelled();
        };
    try (Studio studio = Studio.examining(folder, slow)) {
      studio.service.start();
      PersonId bella = studio.person(OWNER, "Bella");
      Job first = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      lesson.improve("neural", 2);
      finish(studio, first, lesson);
      studio.chat(OWNER, 5, "Bella");
      Job second = studio.submit(bella);
      Lesson more = studio.trainer.next();
      more.improve("n-gram", 1);
      more.finish();
      measuring.await();
      studio.service.cancel(OWNER, second.id());
      studio.awaitEnd(second.id());

      assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
      assertThat(card(studio, bella).figures().zone()).isEqualTo("first");
    }
  }

  @Test
  void aModelThatCannotBeMeasuredIsKeptAllTheSame() throws Exception {
    VoiceExaminer broken =
        (data, model, seed, cancelled) -> {
          throw new IllegalStateException("secret words 1");
        };
    keepsTheModel(broken);
  }

  @Test
  void aModelForWhoseMeasuringMemoryIsShortIsKeptAllTheSame() throws Exception {
    keepsTheModel(
        (data, model, seed, cancelled) -> {
          throw new OutOfMemoryError("Java heap space");
        });
  }

  private void keepsTheModel(VoiceExaminer broken) throws Exception {
    try (Studio studio = Studio.examining(folder, broken)) {
      studio.service.start();
      PersonId bella = studio.person(OWNER, "Bella");
      Job job = studio.submit(bella);
      Lesson lesson = studio.trainer.next();
      lesson.improve("neural", 2);
      finish(studio, job, lesson);
      assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
      assertThat(studio.cards.find(TestPerson.of(bella))).isEqualTo(Optional.empty());
    }
  }
}
