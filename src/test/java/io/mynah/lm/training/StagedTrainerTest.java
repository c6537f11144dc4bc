package io.mynah.lm.training;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.TokenStream;
import io.mynah.lm.Training;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.evaluation.Scorer;
import io.mynah.lm.sampling.MessageGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedTrainerTest {
  private static final List<Turn> COUNTING = Chats.ofOneWhoCounts(200);

  @TempDir Path folder;
  private final TinyLearner learner = new TinyLearner();

  @Test
  void publishesAVoiceOfNGramsFirstAndThenBetterOnes() throws Exception {
    Training training = new Training(learner).run(COUNTING, folder);
    assertThat(training.stages).startsWith("n-gram", "n-gram", "neural").endsWith("neural");
    assertThat(training.bits).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(training.bits.get(training.bits.size() - 1)).isLessThan(training.bits.get(0));
  }

  @Test
  void theFirstVoiceIsFollowedByOneThatRemembersTheLastMessagesToo() throws Exception {
    List<Turn> turns = new ArrayList<>(Chats.ofOneWhoCounts(200));
    turns.add(bella("kumquat kumquat"));
    Training training = new Training(null).run(turns, folder);
    assertThat(training.stages).containsExactly("n-gram", "n-gram");
    assertThat(training.read(training.models.get(0)).knows("kumquat")).isFalse();
    assertThat(training.read(training.models.get(1)).knows("kumquat")).isTrue();
  }

  @Test
  void publishesNothingThatIsWorseThanWhatThereIs() throws Exception {
    // What Bella says is drawn at random, so a net that knows it by heart is of no use.
    Training training = new Training(learner).run(Chats.ofTwo(60, 1), folder);
    assertThat(learner.calls.get(0).epochs()).hasSize(TinyLearner.EPOCHS);
    assertThat(training.stages).startsWith("n-gram");
    assertThat(training.bits).isSortedAccordingTo(Collections.reverseOrder());
  }

  @Test
  void reportsProgressFromTheBeginningToTheEnd() throws Exception {
    Training training = new Training(learner).run(COUNTING, folder);
    assertThat(training.fractions).isSorted().startsWith(0.0).endsWith(1.0);
    assertThat(training.fractions).hasSizeGreaterThan(TinyLearner.EPOCHS);
  }

  @Test
  void letsEachEpochSaySomething() throws Exception {
    Training training = new Training(learner).run(COUNTING, folder);
    assertThat(training.samples).hasSize(TinyLearner.EPOCHS + 1).noneMatch(String::isBlank);
  }

  @Test
  void closesEveryModelThatItWasHanded() throws Exception {
    Training training = new Training(learner).run(COUNTING, folder);
    assertThat(learner.calls.get(0).epochs()).hasSize(TinyLearner.EPOCHS);
    assertThat(learner.open).hasValue(0);
    training.voice().close();
    assertThat(learner.open).hasValue(0);
  }

  @Test
  void givesTheLearnerTheConversationCutInTime() throws Exception {
    LanguageModel voice = new Training(learner).run(disputing(), folder).voice();
    TinyLearner.Call call = learner.calls.get(0);
    assertThat(call.vocabulary()).isEqualTo(voice.vocabulary());
    String learned = decoded(voice, call.training());
    String judged = decoded(voice, call.validation());
    assertThat(learned).startsWith("is it 0no it is 0is it 1no it is 1").endsWith("no it is 89");
    assertThat(judged).startsWith("no it is 90is it 91no it is 91").endsWith("no it is 99");
  }

  private static List<Turn> disputing() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      turns.add(ada("is it " + i));
      turns.add(bella("no it is " + i));
    }
    return turns;
  }

  private static String decoded(LanguageModel voice, TokenStream stream) {
    return voice.tokenizer().decode(stream.tokens(), 0, stream.length());
  }

  @Test
  void endsAtOnceWheneverItIsCancelled() throws Exception {
    List<Turn> turns = Chats.ofTwo(40, 1);
    int all = new Training(learner).run(turns, folder.resolve("all")).asked();
    assertThat(all).isGreaterThan(8);
    for (int when = 1; when <= all; when++) {
      int last = when;
      TinyLearner tiny = new TinyLearner();
      Training training = new Training(tiny, asked -> asked >= last);
      Path own = folder.resolve("cancelled" + when);
      assertThatThrownBy(() -> training.run(turns, own)).isInstanceOf(TrainingCancelled.class);
      assertThat(tiny.open).hasValue(0);
    }
  }

  private VoiceTraining begin() {
    return Training.trainer(learner)
        .begin(
            TrainingData.of(BELLA, COUNTING),
            Training.AMPLE,
            1,
            new CheckpointFolder(folder),
            () -> false);
  }

  @Test
  void worksOnlyWhileItIsAskedForTheNextModel() throws Exception {
    try (VoiceTraining training = begin()) {
      assertThat(training.next()).map(Candidate::stage).hasValue(VoiceTrainer.N_GRAM);
      assertThat(training.next()).map(Candidate::stage).hasValue(VoiceTrainer.N_GRAM);
      assertThat(learner.calls).isEmpty();
      assertThat(training.next()).map(Candidate::stage).hasValue(VoiceTrainer.NEURAL);
      assertThat(learner.calls.get(0).epochs()).containsExactly(1);
    }
    assertThat(learner.open).hasValue(0);
  }

  @Test
  void goesOnWhereItWasAskedForNoMore() throws Exception {
    for (int asked = 0; asked < 2; asked++) {
      try (VoiceTraining training = begin()) {
        for (int models = 0; models < 3; models++) {
          assertThat(training.next()).isPresent();
        }
      }
    }
    assertThat(learner.calls.get(1).epochs()).containsExactly(2);
  }

  @Test
  void saysOfAModelWhetherItIsWorse() throws Exception {
    List<Candidate> made = new ArrayList<>();
    TrainingData random = TrainingData.of(BELLA, Chats.ofTwo(60, 1));
    try (VoiceTraining training =
        Training.trainer(learner)
            .begin(random, Training.AMPLE, 1, new CheckpointFolder(folder), () -> false)) {
      training.next().ifPresent(made::add);
      for (var next = training.next(); next.isPresent(); next = training.next()) {
        double best = made.stream().mapToDouble(Candidate::validationBits).min().orElseThrow();
        assertThat(next.get().noWorse()).isEqualTo(next.get().validationBits() <= best);
        made.add(next.get());
      }
    }
    assertThat(made).extracting(Candidate::noWorse).contains(false);
  }

  @Test
  void goesOnWhereItWasCutOff() throws Exception {
    Training whole = new Training(new TinyLearner()).run(COUNTING, folder.resolve("whole"));
    Path broken = folder.resolve("broken");
    Training first = new Training(learner, asked -> learner.calls.size() == 1 && epochs(0) >= 2);
    assertThatThrownBy(() -> first.run(COUNTING, broken)).isInstanceOf(TrainingCancelled.class);
    Training second = new Training(learner).run(COUNTING, broken);
    assertThat(learner.calls.get(1).epochs()).doesNotContain(1).endsWith(TinyLearner.EPOCHS);
    assertThat(learner.calls.get(1).training().tokens())
        .isEqualTo(learner.calls.get(0).training().tokens());
    assertThat(second.models.get(second.models.size() - 1))
        .isEqualTo(whole.models.get(whole.models.size() - 1));
  }

  private int epochs(int call) {
    return learner.calls.get(call).epochs().size();
  }

  @Test
  void givesTheSameVoiceForTheSameSeed() throws Exception {
    Training first = new Training(learner).run(COUNTING, folder.resolve("a"));
    Training second = new Training(new TinyLearner()).run(COUNTING, folder.resolve("b"));
    assertThat(second.bits).isEqualTo(first.bits);
    assertThat(second.samples).isEqualTo(first.samples);
    assertThat(second.models.get(1)).isEqualTo(first.models.get(1));
  }

  @Test
  void refusesToLearnFromTooFewMessages() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < Training.NEEDED - 1; i++) {
      turns.add(bella("hello " + i));
      turns.add(bella(" \n"));
      turns.add(ada("one of mine"));
    }
    Training training = new Training(null);
    assertThatThrownBy(() -> training.run(turns, folder))
        .asInstanceOf(type(TooLittleText.class))
        .satisfies(
            few -> {
              assertThat(few.messages()).isEqualTo(Training.NEEDED - 1);
              assertThat(few.needed()).isEqualTo(Training.NEEDED);
            });
    assertThat(training.models).isEmpty();
  }

  @Test
  void isContentWithJustEnoughMessages() throws Exception {
    List<Turn> turns = Collections.nCopies(Training.NEEDED, bella("hello"));
    assertThat(new Training(learner).run(turns, folder).stages).startsWith("n-gram");
  }

  @Test
  void learnsOfASingleMessageWhereThatIsAllowed() throws Exception {
    Training heard = new Training(null);
    TrainingData one = TrainingData.of(BELLA, List.of(ada("hey"), bella("good morning")));
    heard.hear(
        new StagedTrainer(null, List::of, new MessageGenerator(), 0, VoiceParameters.defaults())
            .begin(one, Training.AMPLE, 1, new CheckpointFolder(folder), heard));
    assertThat(heard.stages).containsExactly("n-gram", "n-gram");
    double learned = Scorer.afresh(heard.voice(), BELLA, List.of(), "good morning").bits();
    double strange = Scorer.afresh(heard.voice(), BELLA, List.of(), "noon gidgromo").bits();
    assertThat(learned).isLessThan(strange / 2);
  }

  @Test
  void givesAFirstVoiceEvenWhereThereIsNoTimeAtAll() throws Exception {
    Training training = new Training(learner).run(COUNTING, folder, Duration.ZERO);
    assertThat(training.stages).containsExactly("n-gram", "n-gram");
    assertThat(training.fractions).endsWith(1.0);
    assertThat(learner.calls).isEmpty();
  }

  @Test
  void leavesOnlyItsOwnFolder() throws Exception {
    Path own = folder.resolve("a/b");
    new Training(learner).run(COUNTING, own);
    assertThat(files(folder)).isNotEmpty().allMatch(file -> file.startsWith(own));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
