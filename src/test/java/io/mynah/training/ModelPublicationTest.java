package io.mynah.training;

import static io.mynah.training.Studio.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Correction;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.OtherBase;
import io.mynah.lm.training.TrainingData;
import io.mynah.models.MarkedFormat;
import io.mynah.models.MissingModel;
import io.mynah.store.TestOrigin;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.conversation.Corrections;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ModelPublicationTest {
  @TempDir Path folder;
  @TempDir Path otherFolder;
  private Studio studio;
  private PersonId bella;

  @BeforeEach
  void start() {
    studio = Studio.started(folder, 1);
    bella = studio.person(OWNER, "Bella");
  }

  @AfterEach
  void close() {
    studio.close();
  }

  private VoiceRecord persona() {
    return studio.voiceRecords.find(TestPerson.of(bella)).orElseThrow();
  }

  private List<String> models() {
    return studio.models();
  }

  /** Trains Bella to the end. */
  private void trained(String stage, double bits) throws Exception {
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve(stage, bits);
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    studio.awaitEnd(job.id());
  }

  @Test
  void aTrainingAddsOneVersionHoweverManyModelsItPublishes() throws Exception {
    trained("neural", 3);
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("neural", 2.9);
    lesson.improve("neural", 2.8);
    assertThat(versions()).containsExactly(2.8, 3.0);
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    studio.awaitEnd(job.id());
    moreMessages();
    trained("neural", 4);
    assertThat(versions()).as("a candidate until the end").containsExactly(4.0, 2.8, 3.0);
    trained("neural", 5);
    assertThat(versions()).as("worse on the same messages").containsExactly(4.0, 2.8, 3.0);
  }

  /** The bits of Bella's versions, the newest first. */
  private List<Double> versions() {
    return studio.voiceRecords.versions().of(TestPerson.of(bella)).stream()
        .map(version -> version.voice().validationBits())
        .toList();
  }

  /** A later export in which Bella wrote more. */
  private void moreMessages() {
    assertThat(studio.chat(OWNER, 5, "Bella").get(0).messages()).isEqualTo(5);
  }

  @Test
  void eachBetterModelCanBeSpokenAtOnceAndAWorseOneNever() throws Exception {
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    assertThatThrownBy(() -> studio.voice(bella)).isInstanceOf(MissingModel.class);
    lesson.improve("n-gram", 3);
    assertThat(studio.voice(bella)).isEqualTo("n-gram 3.0");
    assertThat(persona().trainedMessages()).isEqualTo(3);
    lesson.improve("neural", 3.01);
    lesson.improve("neural", Double.NaN);
    assertThat(studio.voice(bella)).isEqualTo("n-gram 3.0");
    lesson.improve("neural", 3);
    assertThat(studio.voice(bella)).isEqualTo("neural 3.0");
    lesson.improve("neural", 2.5);
    lesson.improve("neural", 2.6);

    assertThat(studio.voice(bella)).isEqualTo("neural 2.5");
    assertThat(persona().stage()).isEqualTo("neural");
    assertThat(persona().validationBits()).isEqualTo(2.5);
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.5");
  }

  @Test
  void aProvisionalModelIsReplacedByALaterOneWhateverItsBits() throws Exception {
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improveProvisionally("n-gram", 2);
    assertThat(studio.voice(bella)).isEqualTo("n-gram 2.0");
    lesson.improve("n-gram", 3);
    assertThat(studio.voice(bella)).isEqualTo("n-gram 3.0");
    lesson.improve("neural", 2.5);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.5");
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
  }

  @Test
  void aProvisionalModelReplacesNoModelOfTheSameMessages() throws Exception {
    trained("neural", 2.5);
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improveProvisionally("n-gram", 2);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.5");
    lesson.improve("n-gram", 3);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.5");
    lesson.improve("neural", 2.4);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.4");
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
  }

  @Test
  void trainingAgainOnTheSameMessagesNeverMakesTheVoiceWorse() throws Exception {
    trained("neural", 2);
    trained("neural", 2.2);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
    assertThat(persona().validationBits()).isEqualTo(2);

    trained("neural", 1.9);
    assertThat(studio.voice(bella)).isEqualTo("neural 1.9");
  }

  /** Trains Bella from a base to the end. */
  private void trainedFrom(String base, double bits) throws Exception {
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    String before = persona().stage().equals("neural") ? studio.voice(bella) : "";
    lesson.improveFrom(base, bits);
    if (!before.isEmpty()) {
      assertThat(studio.voice(bella)).as("the old voice speaks until then").isEqualTo(before);
    }
    lesson.improveFrom(base, bits + 0.1);
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    studio.awaitEnd(job.id());
  }

  @Test
  void aVoiceFromAnotherBaseReplacesTheOldOneInTheEndHoweverGoodThatIs() throws Exception {
    trained("n-gram", 3);
    trainedFrom("tiny", 2);
    assertThat(persona().base()).isEqualTo(new VoiceBase("tiny", false, ""));
    trainedFrom("other", 2.5);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.5 of other");
    assertThat(persona().base()).isEqualTo(new VoiceBase("other", false, ""));
    assertThat(models()).hasSize(1);
    trained("neural", 2.7);
    assertThat(persona().base()).as("without a base").isNull();
  }

  @Test
  void aTrainingFromAnotherBaseThatIsCancelledLeavesThePersonAsTheyWere() throws Exception {
    trained("n-gram", 3);
    trainedFrom("tiny", 2);
    Job job = studio.submit(bella);
    studio.trainer.next().improveFrom("other", 1);
    studio.service.cancel(OWNER, job.id());
    studio.awaitEnd(job.id());
    assertThat(studio.voice(bella)).isEqualTo("neural 2.0 of tiny");
    assertThat(models()).hasSize(1);
  }

  @Test
  void trainingOnMoreMessagesKeepsTheOldVoiceUntilTheNewOneIsDone() throws Exception {
    trained("neural", 2);
    moreMessages();
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("n-gram", 3);
    lesson.improve("neural", 2.5);
    lesson.improve("neural", 2.6);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
    assertThat(persona().trainedMessages()).isEqualTo(3);
    lesson.finish();
    studio.await(job.id(), JobState.DONE);

    // More was learned: bits on other messages do not compare.
    assertThat(studio.voice(bella)).isEqualTo("neural 2.5");
    assertThat(persona().validationBits()).isEqualTo(2.5);
    assertThat(persona().trainedMessages()).isEqualTo(5);
    assertThat(models()).hasSize(1);
  }

  @Test
  void aCorrectionIsMoreToLearnFromAsAMessageIs() throws Exception {
    trained("neural", 2);
    Correction correction = new Correction("how are you?", "splendid");
    new Corrections(studio.database)
        .add(TestPerson.of(bella), correction, TestOrigin.ANY, Instant.now());
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    assertThat(lesson.data.corrections()).containsExactly(correction);
    lesson.improve("n-gram", 3);
    lesson.improve("neural", 2.2);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.2");
    assertThat(persona().trainedMessages()).isEqualTo(4);
  }

  @Test
  void aTrainingOnMoreMessagesThatIsCancelledLeavesThePersonAsTheyWere() throws Exception {
    trained("neural", 2);
    moreMessages();
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("n-gram", 1);
    studio.service.cancel(OWNER, job.id());
    studio.awaitEnd(job.id());

    assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
    assertThat(persona().trainedMessages()).isEqualTo(3);
    assertThat(models()).hasSize(1);
    assertThat(studio.checkpoints()).isEmpty();
  }

  /** As it was before more was masked. */
  private void learnedByAnEarlierPreparation() {
    VoiceRecord now = persona();
    studio.voiceRecords.save(
        new VoiceRecord(
            bella,
            now.stage(),
            now.validationBits(),
            now.trainedMessages(),
            now.trainedAt(),
            TrainingData.PREPARATION - 1,
            null));
  }

  @Test
  void whatLearnedFromTextsPreparedOtherwiseIsReplacedHoweverGoodItIs() throws Exception {
    trained("neural", 2);
    learnedByAnEarlierPreparation();
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("n-gram", 4);
    lesson.improve("neural", 3);
    assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    assertThat(studio.voice(bella)).isEqualTo("neural 3.0");
    assertThat(persona().preparation()).isEqualTo(TrainingData.PREPARATION);
  }

  @Test
  void aModelKeptAsideThatLearnedFromTextsPreparedOtherwiseIsThrownAway() throws Exception {
    trained("neural", 2);
    moreMessages();
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("n-gram", 3);
    lesson.improve("neural", 2.5);
    studio
        .database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "update jobs set candidate_preparation = ? where id = ?",
                    TrainingData.PREPARATION - 1,
                    job.id().value()));
    try (Studio next = Studio.started(studio.image(otherFolder), 1)) {
      Lesson again = next.trainer.next();
      again.improve("neural", 3);
      again.finish();
      next.await(job.id(), JobState.DONE);
      assertThat(next.voice(bella)).isEqualTo("neural 3.0");
      next.awaitEnd(job.id());
    }
  }

  @Test
  void aModelKeptAsideOutlivesAKill() throws Exception {
    trained("neural", 2);
    moreMessages();
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("n-gram", 3);
    lesson.improve("neural", 2.5);
    try (Studio next = Studio.started(studio.image(otherFolder), 1)) {
      Lesson again = next.trainer.next();
      again.improve("n-gram", 3);
      assertThat(next.voice(bella)).isEqualTo("neural 2.0");
      again.finish();
      next.await(job.id(), JobState.DONE);
      assertThat(next.voice(bella)).isEqualTo("neural 2.5");
      next.awaitEnd(job.id());
    }
  }

  @Test
  void aDamagedModelIsReplacedByWhateverIsMadeNow() throws Exception {
    trained("neural", 2);
    studio.blobs.put(BlobName.model(bella), new byte[99]);
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    assertThat(studio.voiceRecords.find(TestPerson.of(bella))).isEmpty();
    lesson.improve("n-gram", 4);

    assertThat(studio.voice(bella)).isEqualTo("n-gram 4.0");
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
  }

  /** A format that reads no model. */
  private static ModelFormat reading(Callable<LanguageModel> nothing) {
    MarkedFormat written = new MarkedFormat();
    return new ModelFormat() {
      @Override
      public void write(LanguageModel model, DataOutputStream out) throws IOException {
        written.write(model, out);
      }

      @Override
      public LanguageModel read(DataInputStream in) throws IOException {
        try {
          return nothing.call();
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private void restarted(Callable<LanguageModel> nothing) {
    studio.close();
    studio = new Studio(folder, 1, new PuppetTrainer(), null, reading(nothing));
    studio.service.start();
  }

  @Test
  void aVoiceThatLacksItsBaseIsReplacedAtOnceAndKnownUntilThen() throws Exception {
    trained("neural", 2);
    restarted(
        () -> {
          throw new OtherBase();
        });
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    assertThat(persona().validationBits()).isEqualTo(2);
    lesson.improve("n-gram", 4);
    assertThat(persona().validationBits()).as("which speaks, as the old one cannot").isEqualTo(4);
    studio.service.cancel(OWNER, job.id());
    studio.awaitEnd(job.id());
  }

  @Test
  void aVoiceWhoseBaseCannotBeReadNowIsNoReasonNotToTrain() throws Exception {
    trained("neural", 2);
    restarted(
        () -> {
          throw new UncheckedIOException(new IOException("the base cannot be read"));
        });
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("n-gram", 4);
    lesson.improve("neural", 2.5);
    lesson.finish();
    studio.await(job.id(), JobState.DONE);
    assertThat(persona().validationBits()).as("the old one was better").isEqualTo(2);
  }

  @Test
  void aCandidateWhoseTrainingEndedWithItsProcessIsDeletedAtTheNextStart() throws Exception {
    trained("neural", 2);
    studio.blobs.put(BlobName.candidate(bella, new JobId(99)), new byte[99]);
    studio.close();
    studio = Studio.started(folder, 1);
    assertThat(models()).containsExactly("model/" + bella.value());
    assertThat(studio.voice(bella)).isEqualTo("neural 2.0");
  }

  @Test
  void someoneForgottenWhileTheyAreTrainedLeavesNothing() throws Exception {
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.leave("weights");
    lesson.improve("n-gram", 2);
    studio.service.cancelAndWait(bella);
    assertThat(studio.service.progress(job.id())).isEmpty();
    studio.models.delete(bella);
    studio.corpora.forget(OWNER, bella);

    assertThat(models()).isEmpty();
    assertThat(studio.checkpoints()).isEmpty();
    assertThat(studio.jobs.find(job.owner(), job.id())).isEmpty();
    assertThat(studio.voiceRecords.find(TestPerson.of(bella))).isEmpty();
    assertThat(studio.trainer.isIdle()).isTrue();
  }

  @Test
  void aModelMadeAfterThePersonWasForgottenIsNotKept() throws Exception {
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.leave("weights");
    lesson.improve("n-gram", 2);
    studio.corpora.forget(OWNER, bella);
    lesson.improve("neural", 1);
    studio.awaitEnd(job.id());

    assertThat(models()).isEmpty();
    assertThat(studio.checkpoints()).isEmpty();
    assertThatThrownBy(() -> studio.voice(bella)).isInstanceOf(MissingModel.class);
    assertThat(studio.news.get(studio.news.size() - 1).state().ended()).isTrue();
  }

  @Test
  void aTrainingWhosePersonWasForgottenEndsAtItsNextReport() throws Exception {
    Job job = studio.submit(bella);
    Lesson lesson = studio.trainer.next();
    lesson.improve("n-gram", 2);
    studio.corpora.forget(OWNER, bella);
    lesson.progress(0.5, Duration.ofSeconds(40));
    studio.awaitEnd(job.id());
    assertThat(models()).isEmpty();
    assertThat(studio.news.get(studio.news.size() - 1).state()).isEqualTo(JobState.CANCELLED);
  }
}
