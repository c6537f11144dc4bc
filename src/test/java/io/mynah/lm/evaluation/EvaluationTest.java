package io.mynah.lm.evaluation;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.Scripted;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.Training;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.DataSplit;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.lm.training.VoiceTraining;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final int REPLIES = 4;

  private static final GenerationOptions SPEAKING =
      new GenerationOptions(1, new SamplingRule(1, 1), Length.NATURAL);
  private static final List<Turn> HUNDRED = hundred();

  @TempDir Path folder;

  /** Bella answers each of Ada's numbers; the answers in the last tenth are unlike the others. */
  private static List<Turn> hundred() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      turns.add(ada(Integer.toString(i)));
      turns.add(bella(i < 80 ? "first" : i < 90 ? "second" : "third"));
    }
    return Chats.inTime(turns);
  }

  /** Trains nothing: notes what there was to learn from, and gives out a model of the test's. */
  private static final class Given implements VoiceTrainer, ModelFormat {
    private final List<TrainingData> learned = new ArrayList<>();
    private final LanguageModel model;

    Given(LanguageModel model) {
      this.model = model;
    }

    @Override
    public VoiceTraining begin(
        TrainingData data,
        Duration budget,
        long seed,
        CheckpointFiles checkpoints,
        TrainingMonitor monitor) {
      learned.add(data);
      Queue<Candidate> made =
          new ArrayDeque<>(
              List.of(
                  new Candidate(model, "early", 9, false, true, null),
                  new Candidate(model, "given", 1.5, false, true, null),
                  new Candidate(model, "worse", 2, false, false, null)));
      return new VoiceTraining() {
        @Override
        public Optional<Candidate> next() {
          return Optional.ofNullable(made.poll());
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void write(LanguageModel written, DataOutputStream out) throws IOException {
      out.writeInt(42);
    }

    @Override
    public LanguageModel read(DataInputStream in) throws IOException {
      assertThat(in.readInt()).isEqualTo(42);
      return model;
    }

    Evaluation.Result evaluate(List<Turn> turns, boolean validation, Path folder) throws Exception {
      Evaluation evaluation = new Evaluation(this, this, new MessageGenerator());
      Evaluation.Request request = request(turns, validation, folder);
      return evaluation.judge(
          request, evaluation.train(request, 0.5, new Hearing(Integer.MAX_VALUE)), REPLIES);
    }
  }

  /** Hears of models, and cancels when it is asked often enough. */
  private static final class Hearing implements Evaluation.Watcher {
    final List<Double> bits = new ArrayList<>();
    private final int cancelling;
    private int asked;

    Hearing(int cancelling) {
      this.cancelling = cancelling;
    }

    @Override
    public boolean cancelled() {
      return ++asked >= cancelling;
    }

    @Override
    public void improved(String stage, double validationBits) {
      bits.add(validationBits);
    }
  }

  private static Evaluation.Request request(List<Turn> turns, boolean validation, Path folder) {
    return new Evaluation.Request(turns, BELLA, Training.AMPLE, validation, 1, SPEAKING, folder);
  }

  /** Knows that after Ada's nineties "third" is likelier. */
  private static Scripted knowing() {
    return new Scripted(
        (heard, out) -> {
          String before = Scripted.text(heard);
          boolean nineties = before.matches("(?s).*\\[X]9\\d\\[E]\\[O]");
          Map<String, Double> rest = Map.of("first", 0.5, "second", 0.25, "third", 0.25);
          Map<String, Double> then = Map.of("first", 0.25, "second", 0.25, "third", 0.5);
          Scripted.write(nineties ? then : rest, Scripted.message(heard), out);
        });
  }

  @Test
  void scoresTheLastTenthAloneAndAfterWhatOthersSaid() throws Exception {
    EvaluationReport report = new Given(knowing()).evaluate(HUNDRED, false, folder).report();
    assertThat(report.trainMessages()).isEqualTo(90);
    assertThat(report.heldOutMessages()).isEqualTo(10);
    assertThat(report.heldOutCharacters()).isEqualTo(10 * 5);
    // Two bits a message, and one: over its five characters and its end.
    assertThat(report.bitsPerCharacterAlone()).isCloseTo(2 / 6.0, within(1e-5));
    assertThat(report.bitsPerCharacterInConversation()).isCloseTo(1 / 6.0, within(1e-5));
  }

  @Test
  void letsNothingBeLearnedThatWasSaidAfterTheFirstMessageHeldOut() throws Exception {
    Given given = new Given(knowing());
    given.evaluate(HUNDRED, false, folder);
    assertThat(given.learned).hasSize(1);
    assertThat(given.learned.get(0).person()).isEqualTo(BELLA);
    // Ada's question before it may be learned; Bella's answer is held out.
    assertThat(given.learned.get(0).turns()).isEqualTo(HUNDRED.subList(0, 181));
  }

  @Test
  void touchesNothingThatIsHeldOutWhereTheValidationSliceIsScored() throws Exception {
    Given given = new Given(knowing());
    EvaluationReport report = given.evaluate(HUNDRED, true, folder).report();
    assertThat(given.learned.get(0).turns()).isEqualTo(HUNDRED.subList(0, 163));
    assertThat(report.trainMessages()).isEqualTo(81);
    assertThat(report.heldOutMessages()).isEqualTo(9);
    assertThat(report.heldOutCharacters()).isEqualTo(9 * 6);
    assertThat(report.bitsPerCharacterAlone()).isCloseTo(2 / 7.0, within(1e-5));
  }

  @Test
  void reportsTheLastModelThatTheTrainingGaveOut() throws Exception {
    EvaluationReport report = new Given(knowing()).evaluate(HUNDRED, false, folder).report();
    assertThat(report.person()).isEqualTo(BELLA.value());
    assertThat(report.stage()).isEqualTo("given");
    assertThat(report.validationBits()).isEqualTo(1.5);
    assertThat(report.modelBytes()).isEqualTo(4);
    assertThat(report.firstVoiceSeconds()).isEqualTo(0.5);
  }

  @Test
  void answersRealContextsOfTheHeldOutPart() throws Exception {
    List<Evaluation.Reply> replies =
        new Given(Scripted.of(Map.of("always", 1.0))).evaluate(HUNDRED, false, folder).replies();
    assertThat(replies).hasSize(REPLIES).allMatch(reply -> reply.text().equals("always"));
    assertThat(replies).allMatch(reply -> reply.exchange().real().equals("third"));
    List<Turn> context = replies.get(0).exchange().context();
    assertThat(context).isEqualTo(HUNDRED.subList(173, 181));
    assertThat(replies.get(3).exchange().context().get(7).text()).isEqualTo("97");
  }

  @Test
  void whatComesAfterHoursOrAfterTheirOwnMessageIsNoAnswer() {
    List<Turn> turns =
        new ArrayList<>(Chats.inTime(List.of(ada("hi"), bella("hello"), bella("so"))));
    Instant later = turns.get(2).at().plus(Duration.ofHours(3));
    turns.add(new Turn(ada("").speaker(), turns.get(2).at(), "are you there"));
    turns.add(new Turn(BELLA, later, "now"));
    List<Exchange> exchanges = Exchange.of(new DataSplit(List.of(), turns), BELLA, 10);
    assertThat(exchanges).extracting(Exchange::real).containsExactly("hello");
  }

  @Test
  void whatComesAfterAMessageOfAnotherChatIsNoAnswerAndHasNoneOfItBeforeIt() {
    List<Turn> turns = Chats.inTime(List.of(ada("hi"), bella("hello"), ada("so"), bella("yes")));
    List<Turn> chats = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Turn turn = turns.get(i);
      chats.add(new Turn(turn.speaker(), turn.at(), turn.text(), i == 0 ? 1 : 0));
    }
    List<Exchange> exchanges = Exchange.of(new DataSplit(List.of(), chats), BELLA, 10);
    assertThat(exchanges).extracting(Exchange::real).containsExactly("yes");
    assertThat(exchanges.get(0).context()).isEqualTo(chats.subList(1, 3));
  }

  @Test
  void aModelIsKeptInAFileWithWhatIsKnownOfItsTraining() throws Exception {
    TrainedModel trained = new TrainedModel(new byte[] {1, 2}, "neural", 1.5, 4.4, 150);
    Path file = folder.resolve("kept");
    trained.write(file, "bella validation");
    TrainedModel read = TrainedModel.read(file, "bella validation");
    assertThat(read.bytes()).containsExactly(1, 2);
    assertThat(read).usingRecursiveComparison().isEqualTo(trained);
    assertThatThrownBy(() -> TrainedModel.read(file, "bella held out"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void tellsHowMuchOfWhatIsGeneratedIsCopied() throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      turns.add(bella(i % 2 == 0 ? "this was said very often" : "hm"));
    }
    turns.set(39, bella("this is said just once"));
    Map<String, Double> said =
        Map.of("this was said very often", 0.5, "this has never been said", 0.25, "hm", 0.25);
    Evaluation.Result result =
        new Given(Scripted.of(said)).evaluate(Chats.inTime(turns), false, folder);
    EvaluationReport report = result.report();
    assertThat(report.generatedMessages()).isEqualTo(Evaluation.GENERATED);
    assertThat(result.generated()).hasSize(Evaluation.GENERATED);
    assertThat(result.generated()).isSubsetOf(said.keySet());
    assertThat(report.copiedShare()).isCloseTo(2 / 3.0, within(0.06));
    assertThat(report.copiedShareHeldOut()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(report.distinctShareHeldOut()).isEqualTo(3 / 4.0);
    assertThat(report.meanLength()).isCloseTo(0.75 * 24 + 0.25 * 2, within(1.0));
    assertThat(report.generateMillis99()).isGreaterThanOrEqualTo(report.generateMillisMedian());
  }

  @Test
  void evaluatesARealTraining() throws Exception {
    TinyLearner learner = new TinyLearner();
    List<Turn> turns = Chats.ofOneWhoCounts(200);
    Evaluation evaluation =
        new Evaluation(Training.trainer(learner), Training.format(learner), new MessageGenerator());
    Hearing watcher = new Hearing(Integer.MAX_VALUE);
    Evaluation.Request request = request(turns, false, folder);
    TrainedModel trained = evaluation.train(request, 0.5, watcher);
    EvaluationReport report = evaluation.judge(request, trained, 0).report();
    assertThat(report.bitsPerCharacterAlone()).isBetween(0.0, 0.3);
    assertThat(report.stage()).isEqualTo("neural");
    assertThat(report.modelBytes()).isGreaterThan(1_000);
    assertThat(watcher.bits).endsWith(report.validationBits());
    assertThat(learner.open).as("models left open").hasValue(0);
  }

  @Test
  void endsWhenItsTrainingIsCancelled() {
    Evaluation evaluation =
        new Evaluation(Training.trainer(null), Training.format(null), new MessageGenerator());
    Hearing cancelling = new Hearing(4);
    assertThatThrownBy(() -> evaluation.train(request(HUNDRED, false, folder), 0.5, cancelling))
        .isInstanceOf(TrainingCancelled.class);
  }
}
