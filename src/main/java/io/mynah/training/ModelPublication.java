package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.OtherBase;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.models.UnknownPerson;
import io.mynah.store.blobs.BlobChange;
import io.mynah.store.jobs.JobClaims;
import io.mynah.store.jobs.Jobs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the models of one job, or keeps them as candidates until it ends. If the person has no
 * model, each better one is published at once. If the old model was trained on the same messages,
 * bits are comparable, and a model that is no worse replaces it at once. Bits on other messages, or
 * with another text preparation (such as fewer masked secrets), are not comparable: new models are
 * kept as candidates until the job ends, so that a cancelled training changes nothing, unless the
 * old model is of the first stage of this training. The same holds for networks that change another
 * base than the old one does: the owner has chosen it, however good it is. For one thread.
 */
final class ModelPublication {
  private final TrainingContext context;
  private final JobClaims.Claim claim;
  private final Job job;
  private final Person person;
  private final int messages;
  private final @Nullable VoiceRecord older;

  /** The digest of the base of the old model, empty if it has none or if that is unknown. */
  private Optional<String> olderBase = Optional.empty();

  private boolean olderBaseKnown = true;

  /** Whether networks of another base are kept as candidates, however good the old model is. */
  private boolean baseMatters;

  private @Nullable Boolean asCandidate;
  private double bestBits = Double.POSITIVE_INFINITY;

  /**
   * Reads what the job published, or kept as a candidate, before an interruption.
   *
   * @param messages how many of the person's messages, including corrections, are trained on
   */
  ModelPublication(TrainingContext context, JobClaims.Claim claim, Person person, int messages)
      throws IOException {
    this.context = context;
    this.claim = claim;
    job = claim.job();
    this.person = person;
    this.messages = messages;
    Optional<VoiceRecord> voiceRecord = voiceRecord();
    // Messages and corrections are only added, so equal counts mean equal data.
    boolean comparable =
        voiceRecord
            .filter(p -> p.trainedMessages() == messages)
            .filter(p -> p.preparation() == TrainingData.PREPARATION)
            .isPresent();
    older = comparable ? null : voiceRecord.orElse(null);
    Optional<Jobs.Candidate> candidate =
        context
            .stores()
            .jobs()
            .candidate(job.id())
            .filter(c -> c.preparation() == TrainingData.PREPARATION);
    if (candidate.isPresent() && context.models().candidateIntact(person.id(), job.id())) {
      asCandidate = true;
      bestBits = bits(candidate.get().stage(), candidate.get().validationBits());
    } else if (comparable) {
      asCandidate = false;
      bestBits =
          bits(voiceRecord.orElseThrow().stage(), voiceRecord.orElseThrow().validationBits());
      baseMatters = olderBaseKnown && voiceRecord.orElseThrow().stage().equals(VoiceTrainer.NEURAL);
    } else {
      context.models().dropCandidate(person.id(), job.id());
    }
  }

  /**
   * What later models are compared with. An n-gram model that was made before an interruption may
   * have been judged provisionally, and is made again anyway.
   */
  private static double bits(String stage, double validationBits) {
    return stage.equals(VoiceTrainer.N_GRAM) ? Double.POSITIVE_INFINITY : validationBits;
  }

  /**
   * The record of the person's model, unless it cannot speak. Deletes the record of a damaged
   * model; the record of one that lacks its base stays, as the base may come back.
   */
  private Optional<VoiceRecord> voiceRecord() {
    Optional<VoiceRecord> voiceRecord = context.stores().voiceRecords().find(person);
    if (voiceRecord.isEmpty()) {
      return voiceRecord;
    }
    try (ModelLibrary.Lease lease = context.models().read(person.id())) {
      olderBase = lease.model().base();
      return voiceRecord;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof InterruptedIOException) {
        throw e;
      }
      olderBaseKnown = false;
      return voiceRecord;
    } catch (MissingModel lost) {
      context.stores().voiceRecords().delete(job.owner(), person.id());
      return Optional.empty();
    } catch (DamagedModel lost) {
      if (!(lost.getCause() instanceof OtherBase)) {
        context.stores().voiceRecords().delete(job.owner(), person.id());
      }
      return Optional.empty();
    }
  }

  /** Takes a model unless the job has a better one. Returns whether it is published. */
  boolean offer(Candidate made) throws IOException {
    // Provisional bits are no reason to replace a model, nor to refuse one later.
    double bits = made.provisional() ? Double.POSITIVE_INFINITY : made.validationBits();
    if (baseMatters
        && made.stage().equals(VoiceTrainer.NEURAL)
        && !made.model().base().equals(olderBase)) {
      baseMatters = false;
      asCandidate = true;
      bestBits = Double.POSITIVE_INFINITY;
    }
    if (!(bits <= bestBits)) {
      return false;
    }
    if (asCandidate == null) {
      asCandidate = older != null && !older.stage().equals(made.stage());
    }
    try {
      keep(made, asCandidate);
    } catch (UnknownPerson e) {
      throw new FailureClassifier.Forgotten();
    }
    bestBits = bits;
    return !asCandidate;
  }

  private void keep(Candidate made, boolean aside) throws IOException {
    String stage = made.stage();
    double bits = made.validationBits();
    if (aside) {
      context
          .models()
          .keepCandidate(
              person.id(),
              job.id(),
              made.model(),
              context
                  .stores()
                  .claims()
                  .keeping(claim, new Jobs.Candidate(stage, bits, TrainingData.PREPARATION)));
    } else {
      context
          .models()
          .publish(person.id(), made.model(), recording(stage, bits, made.model().base()));
    }
  }

  /** Records the person's model, if the job is still claimed and the person still there. */
  private BlobChange recording(String stage, double bits, Optional<String> base) {
    VoiceRecord voiceRecord =
        new VoiceRecord(
            person.id(),
            stage,
            bits,
            messages,
            context.clock().instant(),
            TrainingData.PREPARATION,
            base.flatMap(context.bases()::describe).orElse(null));
    return BlobChange.of(context.stores().claims().held(claim))
        .and(context.stores().voiceRecords().versions().publishing(voiceRecord, job.id()));
  }

  /**
   * Borrows the result of the job: its best model, or an earlier model that is better.
   *
   * @throws IllegalStateException if the training made no model
   * @throws IOException if the model is lost
   */
  ModelLibrary.Lease best() throws IOException {
    if (asCandidate == null) {
      throw new IllegalStateException("the training made no model");
    }
    try {
      return asCandidate
          ? context.models().borrowCandidate(person, job.id())
          : context.models().borrow(person);
    } catch (MissingModel | DamagedModel lost) {
      throw new IOException("the model is lost", lost);
    }
  }

  /** Bits per character of that model. */
  double bestBits() {
    return bestBits;
  }

  /**
   * Publishes the candidate at the end of the training.
   *
   * @return the stage of the candidate, if there was one
   * @throws IllegalStateException if the training made no model
   */
  Optional<String> finish() throws IOException {
    if (asCandidate == null) {
      throw new IllegalStateException("the training made no model");
    }
    Optional<Jobs.Candidate> candidate = context.stores().jobs().candidate(job.id());
    if (!asCandidate || candidate.isEmpty()) {
      return Optional.empty();
    }
    try (ModelLibrary.Lease lease = context.models().borrowCandidate(person, job.id())) {
      context
          .models()
          .promote(
              person.id(),
              job.id(),
              recording(
                  candidate.get().stage(), candidate.get().validationBits(), lease.model().base()));
    } catch (UnknownPerson e) {
      throw new FailureClassifier.Forgotten();
    } catch (MissingModel | DamagedModel lost) {
      throw new IOException("the model kept aside is lost", lost);
    }
    return candidate.map(Jobs.Candidate::stage);
  }
}
