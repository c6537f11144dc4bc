package io.mynah.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.NetworkLearner;
import io.mynah.app.wiring.Terminal;
import io.mynah.app.wiring.TestTerminal;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.dl4j.RecurrentLearner;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.text.ControlTokens;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PretrainSubcommandTest {
  private static final String[] WORDS = {"tea", "cat", "yes", "no", "the", "late", "home", "rain"};

  @TempDir Path folder;
  private Path text;
  private Path out;

  @BeforeEach
  void writeAText() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      for (int turn = 0; turn < 3; turn++) {
        lines.append(WORDS[random.nextInt(8)]).append(' ').append(WORDS[random.nextInt(8)]);
        lines.append('\n');
      }
      lines.append('\n');
    }
    text = Files.writeString(folder.resolve("text"), lines);
    out = folder.resolve("my.base");
  }

  private static RecurrentLearner learner(double learningRate) {
    return new RecurrentLearner(
        new RecurrentConfig(16, 1, 8, 16, learningRate, 10, 0.05, 0.99, 0.01, 1, 0, 0, 2, 9, true));
  }

  /** Learns, and comes apart once that is done. */
  private static final class DivergingAtLast implements NeuralLearner {
    private final NeuralLearner learner = learner(1e-2);

    @Override
    public NeuralTraining begin(LearningTask task, TrainingMonitor monitor) {
      NeuralTraining training = learner.begin(task, monitor);
      return new NeuralTraining() {
        @Override
        public Optional<Epoch> next() throws TrainingCancelled {
          return training.next();
        }

        @Override
        public long tokens() {
          return training.tokens();
        }

        @Override
        public boolean diverged() {
          return true;
        }

        @Override
        public void close() {
          training.close();
        }
      };
    }

    @Override
    public void write(TokenModel model, DataOutputStream to) throws IOException {
      learner.write(model, to);
    }

    @Override
    public TokenModel read(DataInputStream in) throws IOException {
      return learner.read(in);
    }
  }

  private int pretrain(NeuralLearner learner) {
    return pretrain(learner, "--vocabulary", "300");
  }

  private int pretrain(NeuralLearner learner, String... options) {
    Terminal terminal = TestTerminal.silent();
    CommandEnvironment environment =
        new CommandEnvironment(Map.of(), new Properties(), terminal, Clock.systemUTC());
    PretrainSubcommand command = new PretrainSubcommand(environment, learner);
    new CommandLine(command)
        .parseArgs(
            Stream.concat(Stream.of(text.toString(), "--out", out.toString()), Stream.of(options))
                .toArray(String[]::new));
    return command.call();
  }

  @Test
  void writesABaseThatForetellsTheWordsOfTheText() throws IOException {
    assertThat(pretrain(learner(1e-2))).isZero();
    PretrainedBase base;
    try (DataInputStream in = new DataInputStream(Files.newInputStream(out))) {
      base = PretrainedBase.read(learner(1e-2), in);
    }
    assertThat(base.tokenizer().size()).isEqualTo(base.network().vocabulary()).isBetween(260, 300);
    assertThat(logProbability(base, "tea cat"))
        .as("words of the text, against the same letters in another order")
        .isGreaterThan(logProbability(base, "eat tac") + 1);
  }

  private static double logProbability(PretrainedBase base, String text) {
    State state = base.network().start();
    state.advance(ControlTokens.OWN);
    float[] next = new float[base.network().vocabulary()];
    double sum = 0;
    for (int token : base.tokenizer().encode(text)) {
      state.logProbabilities(next);
      sum += next[token];
      state.advance(token);
    }
    return sum;
  }

  @Test
  void refusesAtOnceWhatCouldNotBeReadAgain() {
    for (String[] large :
        new String[][] {
          {"--network", "lstm", "--hidden", "5000"},
          {"--network", "lstm", "--hidden", "1024", "--vocabulary", "65536"},
          {"--shape", "8192,64,64,8,22016"},
          {"--shape", "1024,8,2,2,2816"},
          {"--length", "2000000"}
        }) {
      assertThatThrownBy(() -> pretrain(learner(1e-2), large))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("larger than a base may be");
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void saysThatItCameApartAndWritesNothing() {
    assertThatThrownBy(() -> pretrain(learner(1e38)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("diverged: the loss", "--seed", "No base was written");
    assertThat(out).doesNotExist();
  }

  @Test
  void putsAsideWhatWasLearnedBeforeItCameApart() {
    assertThatThrownBy(() -> pretrain(new DivergingAtLast()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("diverged: the loss", "kept as " + out + ".diverged");
    assertThat(out).doesNotExist();
    assertThat(folder.resolve("my.base.diverged")).isNotEmptyFile();
  }

  private int pretrainAsAsked(String... options) {
    Terminal terminal = TestTerminal.silent();
    CommandEnvironment environment =
        new CommandEnvironment(Map.of(), new Properties(), terminal, Clock.systemUTC());
    PretrainSubcommand command = new PretrainSubcommand(environment);
    new CommandLine(command)
        .parseArgs(
            Stream.concat(
                    Stream.of(text.toString(), text.toString(), "--out", out.toString()),
                    Stream.of(options))
                .toArray(String[]::new));
    return command.call();
  }

  @Test
  void learnsATransformerOfTheShapeAskedForFromSeveralTexts() throws IOException {
    String[] options = {
      "--vocabulary", "300", "--shape", "16,1,2,1,32", "--length", "32", "--epochs", "2"
    };
    assertThat(pretrainAsAsked(options)).isZero();
    PretrainedBase base = written();
    assertThat(base.network()).isInstanceOf(TransformerModel.class);
    assertThat(((TransformerModel) base.network()).shape())
        .isEqualTo(TransformerShape.of(base.tokenizer().size(), 16, 1, 2, 1, 32, 32));
  }

  @Test
  void learnsOnFromABaseWithItsUnitsAndItsShape() throws IOException {
    assertThat(
            pretrainAsAsked(
                "--vocabulary", "300", "--shape", "16,1,2,1,32", "--length", "32", "--epochs", "2"))
        .isZero();
    PretrainedBase first = written();
    Path start = Files.move(out, folder.resolve("start.base"));
    assertThat(
            pretrainAsAsked(
                "--start",
                start.toString(),
                "--length",
                "32",
                "--epochs",
                "8",
                "--checkpoints",
                folder.resolve("others").toString()))
        .isZero();
    PretrainedBase second = written();
    assertThat(second.tokenizer().size()).isEqualTo(first.tokenizer().size());
    assertThat(((TransformerModel) second.network()).shape())
        .isEqualTo(((TransformerModel) first.network()).shape());
    assertThat(logProbability(second, "tea cat"))
        .isGreaterThan(logProbability(first, "tea cat") + 0.1);
  }

  @Test
  void saysThatWhatItIsToStartFromIsNoBase() {
    assertThatThrownBy(() -> pretrainAsAsked("--start", text.toString()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot be read as a base");
    assertThat(out).doesNotExist();
  }

  private PretrainedBase written() throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(out))) {
      return PretrainedBase.read(
          new NetworkLearner(VoiceParameters.defaults().network(), BaseNetworks.NONE), in);
    }
  }

  @Test
  void saysWhatAShapeIs() {
    for (String shape :
        new String[] {"16,1,2,1", "a,1,2,1,32", "15,1,2,1,32", "16,1,3,2,32", "0,1,0,1,1"}) {
      assertThatThrownBy(() -> pretrainAsAsked("--shape", shape))
          .isInstanceOf(CommandLine.ParameterException.class)
          .hasMessageContainingAll("'" + shape + "' is no shape", "five whole numbers");
    }
  }
}
