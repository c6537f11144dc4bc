package io.mynah.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Length;
import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.dl4j.RecurrentLearner;
import io.mynah.lm.mixture.MixtureFormat;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.StagedTrainer;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.models.ModelLibrary;
import io.mynah.store.corpora.Corpora;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The product's own trainer, with a small network, at work in the service. */
@Timeout(180)
class RealTrainingTest {
  private static final Instant START = Instant.parse("2019-02-01T10:00:00Z");
  private static final List<String> WORDS =
      List.of("see", "you", "later", "at", "home", "with", "tea", "😀", "你好", "cake", "rain");

  @TempDir Path folder;
  @TempDir Path otherFolder;

  private static NeuralLearner learner() {
    RecurrentConfig usual = VoiceParameters.defaults().network().fromNothing();
    return new RecurrentLearner(
            new RecurrentConfig(
                16,
                1,
                4,
                16,
                usual.learningRate(),
                10,
                usual.finalRate(),
                usual.adamBeta2(),
                usual.weightDecay(),
                usual.clip(),
                0,
                0,
                40_000,
                40_000,
                true))
        .checkpointingEvery(Duration.ofMillis(200));
  }

  /** The trainer, and all that it said. */
  private static final class Heard implements VoiceTrainer {
    final List<Double> fractions = new CopyOnWriteArrayList<>();
    final List<Double> bits = new CopyOnWriteArrayList<>();
    private final VoiceTrainer trainer =
        new StagedTrainer(
            learner(),
            List::of,
            new MessageGenerator(),
            Studio.MIN_MESSAGES,
            VoiceParameters.defaults());

    @Override
    public VoiceTraining begin(
        TrainingData data,
        Duration budget,
        long seed,
        CheckpointFiles checkpoints,
        TrainingMonitor monitor) {
      TrainingMonitor listening =
          new TrainingMonitor() {
            @Override
            public boolean cancelled() {
              return monitor.cancelled();
            }

            @Override
            public void progress(double fraction, Duration remaining) {
              fractions.add(fraction);
              monitor.progress(fraction, remaining);
            }
          };
      return new Listening(trainer.begin(data, budget, seed, checkpoints, listening));
    }

    /** Notes the bits of what was made once it is taken. */
    private final class Listening implements VoiceTraining {
      private final VoiceTraining training;
      private Optional<Candidate> made = Optional.empty();

      Listening(VoiceTraining training) {
        this.training = training;
      }

      @Override
      public Optional<Candidate> next() throws TrainingCancelled, TooLittleText {
        note();
        made = training.next();
        return made;
      }

      private void note() {
        made.filter(Candidate::noWorse).ifPresent(each -> bits.add(each.validationBits()));
        made = Optional.empty();
      }

      @Override
      public void close() {
        note();
        training.close();
      }
    }

    double furthest() {
      return fractions.stream().mapToDouble(f -> f).max().orElse(0);
    }

    /** The first report of the neural stage. */
    double firstNeural() {
      return fractions.stream().filter(f -> f > 0.031).findFirst().orElse(0.0);
    }
  }

  private static Studio studio(Path folder, Heard trainer) {
    return new Studio(
        folder,
        1,
        new PuppetTrainer(),
        trainer,
        new MixtureFormat(learner(), VoiceParameters.defaults()));
  }

  private static Person person(Studio studio) {
    PersonKey bella = new PersonKey("user1");
    PersonKey tim = new PersonKey("user2");
    Random random = new Random(1);
    try (Corpora.Import chat = studio.corpora.begin(Studio.OWNER, "chat", "Bella", START)) {
      for (int i = 0; i < 600; i++) {
        StringBuilder text = new StringBuilder();
        for (int j = random.nextInt(6); j >= 0; j--) {
          text.append(WORDS.get(random.nextInt(WORDS.size()))).append(j > 0 ? " " : "");
        }
        chat.add(
            new Message(
                i, i % 2 == 0 ? bella : tim, START.plusSeconds(60L * i), null, text.toString()));
      }
      return chat.finish(
              List.of(
                  new Corpora.PersonNames(bella, "Bella", List.of()),
                  new Corpora.PersonNames(tim, "Tim", List.of())))
          .people()
          .get(0);
    }
  }

  @Test
  void aTrainingKilledInTheMiddleGoesOnWhereItWasAndCanBeSpokenAllTheWhile() throws Exception {
    Heard first = new Heard();
    Heard second = new Heard();
    try (Studio studio = studio(folder, first)) {
      Person bella = person(studio);
      Job job = studio.service.submit(Studio.OWNER, bella.id(), Effort.QUICK, null);
      studio.service.start();
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> first.furthest() > 0.5);
      speaks(studio, bella);
      double bestBefore = best(first.bits);
      Path image = studio.image(otherFolder);
      assertThat(studio.service.cancel(Studio.OWNER, job.id())).isTrue();

      try (Studio next = studio(image, second)) {
        speaks(next, bella);
        next.service.start();
        next.await(job.id(), JobState.DONE);
        next.awaitEnd(job.id());
        assertThat(second.firstNeural()).isGreaterThan(0.4);
        assertThat(next.voiceRecords.find(bella).orElseThrow().validationBits())
            .isLessThanOrEqualTo(bestBefore)
            .isLessThanOrEqualTo(best(second.bits));
        assertThat(Studio.files(next.checkpoints())).isEmpty();
        speaks(next, bella);
      }
    }
  }

  private static double best(List<Double> bits) {
    return bits.stream().mapToDouble(b -> b).min().orElseThrow();
  }

  private static void speaks(Studio studio, Person person) throws Exception {
    try (ModelLibrary.Lease lease = studio.models.borrow(person)) {
      GenerationOptions options =
          new GenerationOptions(3, new SamplingRule(0.8, 0.95), Length.NATURAL);
      List<String> lines =
          new MessageGenerator()
              .speak(lease.model(), person.key(), List.of(), options, new SplittableRandom(1));
      assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).isNotBlank());
    }
  }
}
