package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.training.TrainingData;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.models.UnknownPerson;
import io.mynah.store.jobs.Jobs;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the models of one job go. Of a person without a model, each better one is published at
 * once; so it is where the old model learned from the same messages, as bits compare, and only one
 * that is no worse replaces it. Bits on other messages, or on texts prepared otherwise (with fewer
 * secrets masked, say), do not compare: there the new models are kept aside until the job reaches
 * its end, so that a training that is cancelled leaves the person as they were; unless the old
 * model came from the stage this training begins with. For one thread.
 */
final class ModelPublication {
  private final TrainingContext context;
  private final Job job;
  private final Person person;
  private final int messages;
  private final @Nullable VoiceRecord older;
  private @Nullable Boolean aside;
  private double bestBits = Double.POSITIVE_INFINITY;

  /**
   * Takes up what the job published, or kept aside, before it was interrupted.
   *
   * @param messages how many of the person's messages, corrections among them, are learned from
   */
  ModelPublication(TrainingContext context, Job job, Person person, int messages)
      throws IOException {
    this.context = context;
    this.job = job;
    this.person = person;
    this.messages = messages;
    Optional<VoiceRecord> voiceRecord = voiceRecord();
    // Messages and corrections are only ever added, so as many are the same.
    boolean comparable =
        voiceRecord
            .filter(p -> p.trainedMessages() == messages)
            .filter(p -> p.preparation() == TrainingData.PREPARATION)
            .isPresent();
    older = comparable ? null : voiceRecord.orElse(null);
    Optional<Jobs.Candidate> candidate =
        context.jobs().candidate(job.id()).filter(c -> c.preparation() == TrainingData.PREPARATION);
    if (comparable) {
      aside = false;
      bestBits = voiceRecord.orElseThrow().validationBits();
    } else if (candidate.isPresent() && context.models().candidateIntact(person.id())) {
      aside = true;
      bestBits = candidate.get().validationBits();
    } else {
      context.models().dropCandidate(person.id());
    }
  }

  /** The record of a model that can be read; of one that is damaged the record is dropped. */
  private Optional<VoiceRecord> voiceRecord() {
    Optional<VoiceRecord> voiceRecord = context.voiceRecords().find(person);
    if (voiceRecord.isPresent() && !context.models().intact(person.id())) {
      context.voiceRecords().delete(job.owner(), person.id());
      return Optional.empty();
    }
    return voiceRecord;
  }

  /** Takes a model unless the job has a better one; says whether it can be spoken from now on. */
  boolean offer(LanguageModel model, String stage, double bits) throws IOException {
    if (!(bits <= bestBits)) {
      return false;
    }
    if (aside == null) {
      aside = older != null && !older.stage().equals(stage);
    }
    try {
      keep(model, stage, bits, aside);
    } catch (UnknownPerson e) {
      throw new FailureClassifier.Forgotten();
    }
    bestBits = bits;
    return !aside;
  }

  private void keep(LanguageModel model, String stage, double bits, boolean asCandidate)
      throws IOException {
    if (asCandidate) {
      context.models().keepCandidate(person.id(), model);
      context.jobs().candidate(job.id(), new Jobs.Candidate(stage, bits, TrainingData.PREPARATION));
    } else {
      context.models().publish(person.id(), model);
      record(stage, bits);
    }
  }

  private void record(String stage, double bits) throws IOException {
    VoiceRecord voiceRecord =
        new VoiceRecord(
            person.id(),
            stage,
            bits,
            messages,
            context.clock().instant(),
            TrainingData.PREPARATION);
    if (!context.voiceRecords().save(voiceRecord)) {
      context.models().delete(person.id());
      throw new FailureClassifier.Forgotten();
    }
  }

  /**
   * Borrows the model that the job comes to: the best that it made, or the one from before it that
   * is better.
   *
   * @throws IllegalStateException if the training made no model
   * @throws IOException if the model is lost
   */
  ModelLibrary.Lease best() throws IOException {
    if (aside == null) {
      throw new IllegalStateException("the training made no model");
    }
    try {
      return aside ? context.models().borrowCandidate(person) : context.models().borrow(person);
    } catch (MissingModel | DamagedModel lost) {
      throw new IOException("the model is lost", lost);
    }
  }

  /** Bits per character of that model. */
  double bestBits() {
    return bestBits;
  }

  /**
   * The training reached its end: what was kept aside is published.
   *
   * @return the stage of the model that was kept aside, if there was one
   * @throws IllegalStateException if the training made no model
   */
  Optional<String> finish() throws IOException {
    if (aside == null) {
      throw new IllegalStateException("the training made no model");
    }
    Optional<Jobs.Candidate> candidate = context.jobs().candidate(job.id());
    if (!aside || candidate.isEmpty()) {
      return Optional.empty();
    }
    try {
      context.models().promote(person.id());
    } catch (MissingModel | DamagedModel lost) {
      throw new IOException("the model kept aside is lost", lost);
    }
    record(candidate.get().stage(), candidate.get().validationBits());
    return candidate.map(Jobs.Candidate::stage);
  }
}
