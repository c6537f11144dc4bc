package io.mynah.lm.mixture;

import static io.mynah.lm.Chats.BELLA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Openings;
import io.mynah.lm.Scripted;
import io.mynah.lm.SentenceHabits;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.State;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.Training;
import io.mynah.lm.WordFrequencies;
import io.mynah.lm.evaluation.Scorer;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.text.RandomText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelFormatTest {
  private static final GenerationOptions THREE =
      new GenerationOptions(3, new SamplingRule(0.8, 0.95), Length.NATURAL);

  @TempDir static Path folder;
  private final TinyLearner learner = new TinyLearner();
  private Training ngrams;
  private Training mixed;

  @BeforeAll
  void train() throws Exception {
    ngrams = new Training(null).run(Chats.ofTwo(60, 1), folder.resolve("ngrams"));
    mixed = new Training(learner).run(Chats.ofOneWhoCounts(100), folder.resolve("mixed"));
    assertThat(mixed.stages).endsWith("neural");
  }

  private static byte[] last(Training training) {
    return training.models.get(training.models.size() - 1);
  }

  private LanguageModel read(byte[] bytes) throws IOException {
    return Training.format(learner).read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void aModelThatWasWrittenAndReadIsTheSame() {
    SplittableRandom random = new SplittableRandom(1);
    for (Training training : List.of(ngrams, mixed)) {
      LanguageModel model = training.voice();
      byte[] written = training.written(model);
      LanguageModel again = training.read(written);
      assertThat(written).isEqualTo(last(training));
      for (int i = 0; i < 50; i++) {
        String text = i % 2 == 0 ? Chats.sentence(random) : RandomText.of(random, 20);
        assertThat(Scorer.afresh(again, BELLA, List.of(), text))
            .isEqualTo(Scorer.afresh(model, BELLA, List.of(), text));
      }
      if (training == mixed) {
        assertThat(again.speaking().openings().logs(Role.CONTINUATION, 0).orElseThrow())
            .isEqualTo(model.openings().logs(Role.CONTINUATION, 0).orElseThrow());
      }
      assertThat(again.habits()).isEqualTo(model.habits()).isNotEqualTo(Habits.PLAIN);
      MessageGenerator generator = new MessageGenerator();
      assertThat(generator.speak(again, BELLA, List.of(), THREE, new SplittableRandom(2)))
          .isEqualTo(generator.speak(model, BELLA, List.of(), THREE, new SplittableRandom(2)));
    }
  }

  @Test
  void modelsOfTheVersionsBeforeAreReadWithoutWhatTheyDidNotHave() throws IOException {
    Habits habits = mixed.voice().habits();
    byte[] now = last(mixed);
    byte[] withoutSentences = Arrays.copyOf(now, now.length - 3 * Double.BYTES);
    withoutSentences[Integer.BYTES] = 9;
    try (LanguageModel model = read(withoutSentences)) {
      assertThat(habits.sentences()).isNotEqualTo(SentenceHabits.UNKNOWN);
      assertThat(model.habits()).isEqualTo(habits.with(SentenceHabits.UNKNOWN));
      assertThat(model.wordFrequencies().size()).isPositive();
      addsUp(model);
    }
    byte[] withoutWords =
        Arrays.copyOf(
            withoutSentences, withoutSentences.length - written(mixed.voice().wordFrequencies()));
    withoutWords[Integer.BYTES] = 8;
    try (LanguageModel model = read(withoutWords)) {
      assertThat(mixed.voice().wordFrequencies().size()).isPositive();
      assertThat(model.wordFrequencies().size()).isZero();
      assertThat(model.openings().logs(Role.CONTINUATION, 0)).isPresent();
      addsUp(model);
    }
    byte[] withoutOpenings =
        Arrays.copyOf(withoutWords, withoutWords.length - written(mixed.voice().openings()));
    withoutOpenings[Integer.BYTES] = 7;
    try (LanguageModel model = read(withoutOpenings)) {
      assertThat(model.openings().logs(Role.CONTINUATION, 0)).isEmpty();
      assertThat(model.shortMessages().size()).isEqualTo(mixed.voice().shortMessages().size());
      addsUp(model);
    }
    byte[] before =
        Arrays.copyOf(
            withoutOpenings, withoutOpenings.length - written(mixed.voice().shortMessages()));
    before[Integer.BYTES] = 6;
    try (LanguageModel model = read(before)) {
      assertThat(mixed.voice().shortMessages().size()).isPositive();
      assertThat(model.shortMessages().size()).isZero();
      assertThat(model.habits()).isEqualTo(habits.with(SentenceHabits.UNKNOWN));
      addsUp(model);
    }
    int added = Double.BYTES + 1 + Double.BYTES * habits.lengths().size();
    byte[] longBefore = Arrays.copyOf(before, before.length - added);
    longBefore[Integer.BYTES] = 5;
    try (LanguageModel model = read(longBefore)) {
      assertThat(model.habits())
          .isEqualTo(new Habits(habits.bursts(), habits.gaps(), habits.delays()));
      addsUp(model);
    }
  }

  private static int written(Openings openings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    openings.write(new DataOutputStream(out));
    return out.size();
  }

  private static int written(WordFrequencies words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    words.write(new DataOutputStream(out));
    return out.size();
  }

  private static int written(ShortMessages messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    messages.write(new DataOutputStream(out));
    return out.size();
  }

  @Test
  void refusesBytesThatAreCutOffWherever() {
    for (Training training : List.of(ngrams, mixed)) {
      byte[] whole = last(training);
      for (int length = 0; length < whole.length; length += 1 + length / 200) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> read(part)).as("%d bytes", length).isInstanceOf(IOException.class);
      }
      byte[] almost = Arrays.copyOf(whole, whole.length - 1);
      assertThatThrownBy(() -> read(almost)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesDamagedBytesOrReadsThemAsAModelThatStillAddsUp() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    int read = 0;
    for (int i = 0; i < 600; i++) {
      byte[] damaged = damaged(last(i % 2 == 0 ? ngrams : mixed), random);
      try (LanguageModel model = read(damaged)) {
        addsUp(model);
        read++;
      } catch (IOException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
    assertThat(read).isGreaterThan(20);
  }

  /** Flips a bit, sets a byte to the largest, or replaces a stretch. */
  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] damaged = whole.clone();
    int at = random.nextInt(random.nextBoolean() ? whole.length : Math.min(whole.length, 2000));
    switch (random.nextInt(3)) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(damaged, at, Math.min(whole.length, at + 5), (byte) 0xFF);
      default -> {
        byte[] other = new byte[Math.min(whole.length - at, 1 + random.nextInt(40))];
        random.nextBytes(other);
        System.arraycopy(other, 0, damaged, at, other.length);
      }
    }
    return damaged;
  }

  private static void addsUp(LanguageModel model) {
    float[] out = new float[model.vocabulary()];
    State state = model.start();
    for (int token : new ConversationEncoder(model.tokenizer(), BELLA).own("the cat")) {
      state.advance(token);
      state.probabilities(out);
      double sum = 0;
      for (float each : out) {
        sum += each;
      }
      assertThat(sum).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void closesWhatItReadOfAModelThatIsDamagedFurtherOn() {
    byte[] whole = last(mixed);
    int open = learner.open.get();
    byte[] part = Arrays.copyOf(whole, whole.length - 1);
    assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    assertThat(learner.open).hasValue(open);
  }

  @Test
  void refusesBytesOfAnotherKindOrVersion() {
    byte[] whole = last(ngrams);
    for (int at = 0; at < 5; at++) {
      byte[] other = whole.clone();
      other[at]++;
      assertThatThrownBy(() -> read(other)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> read(new byte[1 << 16])).isInstanceOf(IOException.class);
  }

  @Test
  void refusesANeuralPartWhereThereIsNoOneToReadIt() {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(last(mixed)));
    assertThatThrownBy(() -> Training.format(null).read(in)).isInstanceOf(IOException.class);
  }

  @Test
  void writesNoModelOfAnotherMaker() {
    DataOutputStream out = new DataOutputStream(new ByteArrayOutputStream());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Training.format(null).write(Scripted.of(Map.of("a", 1.0)), out));
  }
}
