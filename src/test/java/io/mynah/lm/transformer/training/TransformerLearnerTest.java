package io.mynah.lm.transformer.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.OtherBase;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.transformer.Adapters;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.TransformerWeights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformerLearnerTest {
  private static final int VOCABULARY = 20;
  private static final int WORDS = 4;
  private static final Duration AMPLE = Duration.ofMinutes(10);
  private static final TokenStream TRAINING = words(3000, 1);
  private static final TokenStream VALIDATION = words(600, 2);

  @TempDir Path folder;

  /** Words of three tokens in an order drawn at random: one token in three cannot be foreseen. */
  private static TokenStream words(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[length];
    for (int i = 0; i < length; i += 3) {
      int word = random.nextInt(WORDS);
      for (int j = 0; j < 3 && i + j < length; j++) {
        tokens[i + j] = 5 + 3 * word + j;
      }
    }
    float[] weights = new float[length];
    Arrays.fill(weights, 1);
    return new TokenStream(tokens, weights);
  }

  private static TransformerConfig config(int rank, double average, double dropout, int epochs) {
    return new TransformerConfig(
        4, 16, true, rank, 2, 5e-3, 10, 0.05, 0.9, 0.95, 0.05, 1, dropout, average, 1, epochs, 50,
        AMPLE, AMPLE);
  }

  private static TransformerLearner learner(TransformerConfig config, Precision precision) {
    return learner(config, precision, null);
  }

  private static TransformerLearner learner(
      TransformerConfig config, Precision precision, @Nullable TransformerModel base) {
    assumeTrue(
        precision == Precision.SINGLE || Precision.fastest() == precision,
        "this processor does not multiply bfloat16");
    return new TransformerLearner(
        config,
        size -> TransformerShape.of(size, 24, 2, 2, 1, 32, 16),
        digest -> base,
        () -> precision,
        2);
  }

  private static LearningTask task(@Nullable TokenModel initial, Path folder) {
    return new LearningTask(
        VOCABULARY, initial, TRAINING, VALIDATION, AMPLE, 7, new CheckpointFolder(folder));
  }

  /** Keeps what it hears, and cancels when it is told to. */
  private static final class Heard implements NeuralLearner.Observer {
    final List<TransformerModel> models = new ArrayList<>();
    final List<Double> nats = new ArrayList<>();
    private final BooleanSupplier cancelled;

    Heard() {
      this(() -> false);
    }

    Heard(BooleanSupplier cancelled) {
      this.cancelled = cancelled;
    }

    @Override
    public boolean cancelled() {
      return cancelled.getAsBoolean();
    }

    @Override
    public void progress(double fraction, Duration remaining) {
      assertThat(fraction).isBetween(0.0, 1.0);
    }

    @Override
    public void epoch(TokenModel model, double validationNats) {
      models.add((TransformerModel) model);
      nats.add(validationNats);
    }

    TransformerModel last() {
      return models.get(models.size() - 1);
    }

    double lastNats() {
      return nats.get(nats.size() - 1);
    }
  }

  @Test
  void learnsWhatCanBeForeseenAndNoMore() throws Exception {
    Heard heard = new Heard();
    learner(config(0, 0.9, 0, 8), Precision.SINGLE).learn(task(null, folder), heard);
    double possible = Math.log(WORDS) / 3;
    assertThat(heard.lastNats()).isBetween(possible * 0.95, possible * 1.1);
  }

  @Test
  void whatItSpeaksByIsWhatWasJudged() throws Exception {
    Heard heard = new Heard();
    learner(config(0, 0.9, 0, 4), Precision.SINGLE).learn(task(null, folder), heard);
    State state = heard.last().start();
    float[] out = new float[VOCABULARY];
    double sum = 0;
    for (int i = 1; i < VALIDATION.length(); i++) {
      state.advance(VALIDATION.tokens()[i - 1]);
      state.logProbabilities(out);
      sum -= out[VALIDATION.tokens()[i]];
    }
    double nats = sum / (VALIDATION.length() - 1);
    // Its weights are rounded, and each token sees a whole context instead of half of one.
    assertThat(nats).isCloseTo(heard.lastNats(), within(0.05 * heard.lastNats()));
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingThatWasCutOffEndsAsOneThatWasNot(Precision precision) throws Exception {
    TransformerLearner learner = learner(config(0, 0.9, 0.1, 4), precision);
    Heard whole = new Heard();
    learner.learn(task(null, folder.resolve("whole")), whole);

    Heard after = new Heard();
    AtomicInteger asked = new AtomicInteger();
    Heard before = new Heard(() -> asked.incrementAndGet() > 60);
    LearningTask cut = task(null, folder.resolve("cut"));
    assertThatThrownBy(() -> learner.learn(cut, before)).isInstanceOf(TrainingCancelled.class);
    learner.learn(cut, after);

    assertThat(after.last().weights().flat()).isEqualTo(whole.last().weights().flat());
    assertThat(after.lastNats()).isEqualTo(whole.lastNats());
  }

  @Test
  void aTrainingMayBeMadeLongerOnceItWasCutOff() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Heard before = new Heard(() -> asked.incrementAndGet() > 60);
    LearningTask task = task(null, folder);
    assertThatThrownBy(() -> learner(config(0, 0, 0, 2), Precision.SINGLE).learn(task, before))
        .isInstanceOf(TrainingCancelled.class);
    long left = learner(config(0, 0, 0, 3), Precision.SINGLE).learn(task, new Heard());
    assertThat(left).isBetween(2L * TRAINING.length(), 3L * TRAINING.length() - 1);
  }

  @Test
  void aTrainingThatCameToItsEndGoesOnOnlyWhereThereIsMoreToRead() throws Exception {
    LearningTask task = task(null, folder);
    learner(config(0, 0, 0, 2), Precision.SINGLE).learn(task, new Heard());

    Heard same = new Heard();
    assertThat(learner(config(0, 0, 0, 2), Precision.SINGLE).learn(task, same)).isZero();
    assertThat(same.models).hasSize(1);

    Heard longer = new Heard();
    long more = learner(config(0, 0, 0, 5), Precision.SINGLE).learn(task, longer);
    assertThat(more).isBetween(3L * TRAINING.length(), 4L * TRAINING.length());
    assertThat(longer.lastNats()).isLessThan(same.lastNats());
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromAModelWithItsWeightsOrWithAdapters(Precision precision) throws Exception {
    Heard base = new Heard();
    learner(config(0, 0, 0, 1), precision).learn(task(null, folder.resolve("base")), base);
    for (int rank : new int[] {0, 4}) {
      Heard person = new Heard();
      learner(config(rank, 0, 0.1, 3), precision)
          .learn(task(base.last(), folder.resolve("person" + rank)), person);
      assertThat(person.nats.get(0)).as("rank %s", rank).isLessThan(base.lastNats());
      assertThat(person.lastNats()).as("rank %s", rank).isLessThan(0.9 * base.lastNats());
    }
  }

  @Test
  void nothingIsLearnedWhereNothingCounts() throws Exception {
    TokenStream silent = new TokenStream(new int[40], new float[40]);
    LearningTask task =
        new LearningTask(
            VOCABULARY, null, silent, VALIDATION, AMPLE, 7, new CheckpointFolder(folder));
    assertThat(learner(config(0, 0, 0, 2), Precision.SINGLE).learn(task, new Heard())).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFewTokensAreEnough() throws Exception {
    TokenStream few = new TokenStream(new int[] {5, 6, 7}, new float[] {1, 1, 1});
    LearningTask task =
        new LearningTask(VOCABULARY, null, few, few, AMPLE, 7, new CheckpointFolder(folder));
    Heard heard = new Heard();
    learner(config(0, 0, 0, 3), Precision.SINGLE).learn(task, heard);
    assertThat(heard.models).isNotEmpty();
  }

  private static byte[] written(TransformerLearner learner, TokenModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    learner.write(model, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static TransformerModel read(TransformerLearner learner, byte[] bytes)
      throws IOException {
    return (TransformerModel) learner.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void aModelThatWasWrittenAndReadIsTheSame() throws Exception {
    TransformerLearner learner = learner(config(0, 0, 0, 2), Precision.SINGLE);
    Heard heard = new Heard();
    learner.learn(task(null, folder), heard);

    TransformerModel read = read(learner, written(learner, heard.last()));

    assertThat(read.shape()).isEqualTo(heard.last().shape());
    assertThat(read.weights().flat()).isEqualTo(heard.last().weights().flat());
  }

  /** A base that has learned a little. */
  private TransformerModel base() throws Exception {
    Heard base = new Heard();
    learner(config(0, 0, 0, 1), Precision.SINGLE).learn(task(null, folder.resolve("base")), base);
    return base.last();
  }

  private static Adapters adapters(TransformerModel model) {
    return requireNonNull(model.adaptation()).adapters();
  }

  @Test
  void adaptersAreTrainedFromABaseAndShareItsWeights() throws Exception {
    TransformerModel base = base();
    byte[] digest = base.digest();
    Heard person = new Heard();
    learner(config(4, 0, 0.1, 3), Precision.SINGLE)
        .learn(task(base, folder.resolve("person")), person);

    for (TransformerModel each : person.models) {
      assertThat(requireNonNull(each.adaptation()).base()).isSameAs(base);
    }
    assertThat(base.digest()).isEqualTo(digest);
  }

  @Test
  void theSecondLessonGoesOnWithTheAdaptersOfTheFirst() throws Exception {
    TransformerModel base = base();
    TransformerLearner learner = learner(config(4, 0, 0, 2), Precision.SINGLE);
    Heard first = new Heard();
    learner.learn(task(base, folder.resolve("first")), first);
    Heard second = new Heard();
    learner.learn(task(first.last(), folder.resolve("second")), second);

    assertThat(second.nats.get(0))
        .as("better than what it began with")
        .isLessThan(first.lastNats());
    assertThat(requireNonNull(second.last().adaptation()).base()).isSameAs(base);
    assertThat(adapters(second.last()).layout().length())
        .isEqualTo(adapters(first.last()).layout().length());
    float[] before = adapters(first.last()).values();
    float[] after = adapters(second.last()).values();
    assertThat(distance(before, after)).as("moved on").isBetween(1e-3, 0.5 * norm(before));
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  private static double norm(float[] a) {
    return distance(a, new float[a.length]);
  }

  @ParameterizedTest
  @EnumSource
  void bothLessonsEndAsTheyWouldHaveWhereTheyWereCutOff(Precision precision) throws Exception {
    TransformerModel base = base();
    TransformerLearner learner = learner(config(4, 0.9, 0.1, 3), precision);
    TransformerModel initial = base;
    for (String lesson : List.of("first", "second")) {
      Heard whole = new Heard();
      learner.learn(task(initial, folder.resolve(lesson + "whole")), whole);

      AtomicInteger asked = new AtomicInteger();
      Heard before = new Heard(() -> asked.incrementAndGet() > 60);
      LearningTask cut = task(initial, folder.resolve(lesson + "cut"));
      assertThatThrownBy(() -> learner.learn(cut, before)).isInstanceOf(TrainingCancelled.class);
      Heard after = new Heard();
      long left = learner.learn(cut, after);

      assertThat(left).as("of the lesson, the rest").isBetween(1L, 3L * TRAINING.length() - 1);
      assertThat(adapters(after.last()).values()).isEqualTo(adapters(whole.last()).values());
      assertThat(after.lastNats()).isEqualTo(whole.lastNats());
      initial = whole.last();
    }
  }

  @Test
  void aCheckpointOfAnotherBaseIsLeftAlone() throws Exception {
    TransformerLearner learner = learner(config(4, 0, 0, 2), Precision.SINGLE);
    TransformerModel base = base();
    Path same = folder.resolve("same");
    learner.learn(task(base, same), new Heard());
    assertThat(learner.learn(task(base, same), new Heard())).as("nothing is left").isZero();

    float[] other = base.weights().flat();
    other[5] += 1;
    TransformerModel changed = new TransformerModel(new TransformerWeights(base.shape(), other));
    assertThat(learner.learn(task(changed, same), new Heard()))
        .isGreaterThanOrEqualTo(2L * TRAINING.length());
  }

  @Test
  void withoutABaseOrARankTheWeightsAreTrained() throws Exception {
    Heard nothing = new Heard();
    learner(config(4, 0, 0, 1), Precision.SINGLE).learn(task(null, folder), nothing);
    assertThat(nothing.last().adaptation()).isNull();

    Heard person = new Heard();
    learner(config(4, 0, 0, 1), Precision.SINGLE)
        .learn(task(nothing.last(), folder.resolve("person")), person);
    Heard whole = new Heard();
    learner(config(0, 0, 0, 1), Precision.SINGLE)
        .learn(task(person.last(), folder.resolve("whole")), whole);
    assertThat(whole.last().adaptation()).isNull();
    assertThat(whole.lastNats()).as("from the adapted weights").isLessThan(person.lastNats());
  }

  @Test
  void adaptersAreReadWithTheirBaseOnly() throws Exception {
    TransformerModel base = base();
    Heard person = new Heard();
    TransformerLearner learner = learner(config(4, 0, 0, 1), Precision.SINGLE);
    learner.learn(task(base, folder.resolve("person")), person);
    byte[] bytes = written(learner, person.last());
    assertThat(bytes.length).isLessThan(written(learner, base).length);
    assertThat(learner.writes(ByteBuffer.wrap(bytes).getInt())).isTrue();

    TransformerModel read = read(withBase(base), bytes);
    assertThat(requireNonNull(read.adaptation()).base()).isSameAs(base);
    assertThat(adapters(read).values()).isEqualTo(adapters(person.last()).values());

    assertThatThrownBy(() -> read(learner, bytes)).isInstanceOf(OtherBase.class);
    float[] other = base.weights().flat();
    other[5] += 1;
    TransformerModel changed = new TransformerModel(new TransformerWeights(base.shape(), other));
    assertThatThrownBy(() -> read(withBase(changed), bytes)).isInstanceOf(OtherBase.class);
  }

  private static TransformerLearner withBase(TransformerModel base) {
    return learner(config(4, 0, 0, 1), Precision.SINGLE, base);
  }

  @ParameterizedTest
  @EnumSource
  void allNativeMemoryIsFreedHoweverATrainingEnds(Precision precision) throws Exception {
    TransformerLearner learner = learner(config(2, 0.9, 0.1, 2), precision);
    learner.learn(task(null, folder.resolve("first")), new Heard());
    int open = OffHeap.open();
    long bytes = OffHeap.bytes();
    learner.learn(task(null, folder.resolve("whole")), new Heard());
    assertThat(OffHeap.open()).isEqualTo(open);
    for (int asked : new int[] {1, 2, 30, 50}) {
      AtomicInteger count = new AtomicInteger();
      Heard cancelling = new Heard(() -> count.incrementAndGet() >= asked);
      LearningTask cut = task(null, folder.resolve("cut" + asked));
      assertThatThrownBy(() -> learner.learn(cut, cancelling))
          .isInstanceOf(TrainingCancelled.class);
      assertThat(OffHeap.open()).isEqualTo(open);
    }
    // Handles of the library are left to the collector, 2 kB a training; weights would be 30 kB.
    assertThat(OffHeap.bytes() - bytes).isLessThan(20_000);
  }

  @Test
  void anotherKindOfModelIsRefused() {
    TokenModel other =
        new TokenModel() {
          @Override
          public int vocabulary() {
            return VOCABULARY;
          }

          @Override
          public State start() {
            throw new AssertionError();
          }

          @Override
          public long sizeInBytes() {
            return 0;
          }

          @Override
          public void close() {
            // Nothing is held.
          }
        };
    TransformerLearner learner = learner(config(0, 0, 0, 1), Precision.SINGLE);
    assertThat(learner.knows(other)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> learner.learn(task(other, folder), new Heard()));
    assertThat(Files.exists(folder.resolve("network"))).isFalse();
  }
}
