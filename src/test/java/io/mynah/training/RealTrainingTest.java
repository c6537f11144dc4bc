package io.mynah.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Length;
import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.BaseSource;
import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.TransformerConfig;
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
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.hub.ModelFolder;
import io.mynah.lm.transformer.hub.PocketLlama;
import io.mynah.lm.transformer.training.TransformerLearner;
import io.mynah.models.ModelLibrary;
import io.mynah.store.corpora.Corpora;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The product's own trainer at work in the service, with a small network or an open model. */
@Timeout(180)
class RealTrainingTest {
  private static final Instant START = Instant.parse("2019-02-01T10:00:00Z");
  @TempDir Path folder;
  @TempDir Path otherFolder;

  /**
   * What trains people, and from what.
   *
   * @param base null to train from nothing
   */
  private record Lessons(NeuralLearner learner, @Nullable PretrainedBase base) {
    List<BaseSource> bases() {
      return base == null ? List.of() : List.of(BaseSource.of(base));
    }

    VoiceTrainer trainer() {
      return new StagedTrainer(
          learner,
          this::bases,
          new MessageGenerator(),
          Studio.MIN_MESSAGES,
          VoiceParameters.defaults());
    }
  }

  static Stream<Named<Optional<Path>>> models() {
    return Stream.concat(
        Stream.of(Named.of("from nothing", Optional.empty())),
        PocketLlama.find().stream()
            .map(found -> Named.of("from a small Llama", Optional.of(found))));
  }

  private static Lessons lessons(Optional<Path> model) throws IOException {
    if (model.isEmpty()) {
      return new Lessons(recurrent(), null);
    }
    PretrainedBase base = new ModelFolder(model.get()).base();
    TransformerModel network = (TransformerModel) base.network();
    BaseNetworks bases =
        digest -> HexFormat.of().formatHex(network.digest()).equals(digest) ? network : null;
    VoiceParameters.Network usual = VoiceParameters.defaults().network();
    TransformerConfig config = usual.transformer();
    return new Lessons(
        TransformerLearner.ofPerson(
            new VoiceParameters.Network(
                usual.fromNothing(), usual.fromBase(), shortAndOftenKept(config), usual.shape()),
            bases),
        base);
  }

  private static TransformerConfig shortAndOftenKept(TransformerConfig usual) {
    return new TransformerConfig(
        2,
        80,
        usual.muon(),
        usual.rank(),
        usual.adaptedLayers(),
        usual.learningRate(),
        usual.warmupSteps(),
        usual.finalRate(),
        usual.beta1(),
        usual.beta2(),
        usual.weightDecay(),
        usual.clip(),
        usual.dropout(),
        usual.average(),
        usual.fall(),
        3,
        usual.patience(),
        Duration.ofMillis(50),
        usual.evaluationInterval());
  }

  private static NeuralLearner recurrent() {
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
    private final VoiceTrainer trainer;

    Heard(Lessons lessons) {
      trainer = lessons.trainer();
    }

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

  private static Studio studio(Path folder, Heard trainer, Lessons lessons) {
    return new Studio(
        folder,
        1,
        new PuppetTrainer(),
        trainer,
        new MixtureFormat(lessons.learner(), VoiceParameters.defaults()));
  }

  private static Person person(Studio studio) {
    PersonKey bella = new PersonKey("user1");
    PersonKey tim = new PersonKey("user2");
    SplittableRandom random = new SplittableRandom(1);
    try (Corpora.Import chat = studio.corpora.begin(Studio.OWNER, "chat", "Bella", START)) {
      for (int i = 0; i < 200; i++) {
        chat.add(
            new Message(
                i,
                i % 2 == 0 ? bella : tim,
                START.plusSeconds(60L * i),
                null,
                Chats.sentence(random)));
      }
      return chat.finish(
              List.of(
                  new Corpora.PersonNames(bella, "Bella", List.of()),
                  new Corpora.PersonNames(tim, "Tim", List.of())))
          .people()
          .get(0);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aTrainingKilledInTheMiddleGoesOnWhereItWasAndCanBeSpokenAllTheWhile(Optional<Path> model)
      throws Exception {
    Lessons lessons = lessons(model);
    Heard first = new Heard(lessons);
    Heard second = new Heard(lessons);
    try (Studio studio = studio(folder, first, lessons)) {
      Person bella = person(studio);
      Effort effort = model.isPresent() ? Effort.GOOD : Effort.QUICK;
      Job job = studio.service.submit(Studio.OWNER, bella.id(), effort, null);
      studio.service.start();
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> first.furthest() > 0.6);
      double bestBefore = best(first.bits);
      Path image = studio.image(otherFolder);
      assertThat(studio.service.cancel(Studio.OWNER, job.id())).isTrue();
      speaks(studio, bella);

      try (Studio next = studio(image, second, lessons)) {
        speaks(next, bella);
        next.service.start();
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .until(() -> next.jobs.latest(bella.id()).orElseThrow().state() == JobState.DONE);
        next.awaitEnd(job.id());
        // The lesson of the chat is over at 0.2725.
        assertThat(second.firstNeural()).isGreaterThan(0.27);
        assertThat(next.voiceRecords.find(bella).orElseThrow().validationBits())
            .isLessThanOrEqualTo(bestBefore)
            .isLessThanOrEqualTo(best(second.bits));
        assertThat(next.checkpoints()).isEmpty();
        speaks(next, bella);
        try (ModelLibrary.Lease lease = next.models.borrow(bella)) {
          if (lessons.base() != null) {
            assertThat(lease.model().vocabulary()).isEqualTo(lessons.base().tokenizer().size());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void someoneForgottenInTheMiddleLeavesNeitherAModelNorCheckpoints(Optional<Path> model)
      throws Exception {
    Lessons lessons = lessons(model);
    try (Studio studio = studio(folder, new Heard(lessons), lessons)) {
      Person bella = person(studio);
      Job job = studio.service.submit(Studio.OWNER, bella.id(), Effort.GOOD, null);
      studio.service.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> !studio.checkpoints().isEmpty() && !studio.models().isEmpty());
      studio.service.cancelAndWait(bella.id());
      studio.models.delete(bella.id());
      studio.corpora.forget(Studio.OWNER, bella.id());
      assertThat(studio.models()).isEmpty();
      assertThat(studio.checkpoints()).isEmpty();
      assertThat(studio.jobs.find(job.owner(), job.id())).isEmpty();
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
