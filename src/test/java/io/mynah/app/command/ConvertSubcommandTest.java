package io.mynah.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.NetworkLearner;
import io.mynah.app.wiring.Terminal;
import io.mynah.app.wiring.TestTerminal;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.numeric.Floats;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertSubcommandTest {
  private static final BpeTokenizer TOKENIZER = new BpeTrainer(300).train(List.of("the cat"));
  private static final TransformerShape SHAPE =
      TransformerShape.of(TOKENIZER.size(), 64, 2, 2, 1, 96, 40);

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();

  private int convert(Path from, Path to) {
    Terminal terminal = TestTerminal.of("", out, new StringWriter());
    ConvertSubcommand command =
        new ConvertSubcommand(
            new CommandEnvironment(Map.of(), new Properties(), terminal, Clock.systemUTC()));
    new CommandLine(command).parseArgs(from.toString(), "--out", to.toString());
    return command.call();
  }

  private static PretrainedBase read(Path file) throws IOException {
    return new BaseFile(
            file, new NetworkLearner(VoiceLearning.PARAMETERS.network(), BaseNetworks.NONE))
        .read();
  }

  /** A base as it was once written, with 16 bits for each number. */
  private Path ofVersionOne() throws IOException {
    Path file = folder.resolve("old.base");
    SplittableRandom random = new SplittableRandom(3);
    float[] flat = new float[(int) ParameterLayout.count(SHAPE)];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) (0.2 * random.nextGaussian());
    }
    try (DataOutputStream bytes = new DataOutputStream(Files.newOutputStream(file))) {
      bytes.writeBytes("MYNB");
      bytes.writeByte(1);
      TOKENIZER.write(bytes);
      bytes.writeBytes("MYNT");
      bytes.writeByte(1);
      bytes.writeInt(SHAPE.vocabulary());
      bytes.writeInt(SHAPE.width());
      bytes.writeInt(SHAPE.layers());
      bytes.writeInt(SHAPE.heads());
      bytes.writeInt(SHAPE.keyHeads());
      bytes.writeInt(SHAPE.headWidth());
      bytes.writeInt(SHAPE.inner());
      bytes.writeInt(SHAPE.context());
      bytes.writeDouble(SHAPE.theta());
      bytes.writeDouble(SHAPE.epsilon());
      Floats.write(flat, true, bytes);
    }
    return file;
  }

  @Test
  void aBaseOfTheFirstVersionBecomesHalfAsLargeAndStaysTheSame() throws IOException {
    Path old = ofVersionOne();
    Path converted = folder.resolve("new.base");

    assertThat(convert(old, converted)).isZero();

    assertThat(Files.size(converted)).isLessThan((long) (0.56 * Files.size(old)));
    assertThat(out.toString()).contains("new.base: 0.1 MB");
    assertThat(((TransformerModel) read(converted).network()).digest())
        .as("so that voices go with it as they do with the old one")
        .isEqualTo(((TransformerModel) read(old).network()).digest());
    assertThat(read(converted).tokenizer().encode("the cat"))
        .isEqualTo(TOKENIZER.encode("the cat"));
  }

  @Test
  void aBaseMayTakeItsOwnPlaceAndIsConvertedTwiceWithoutHarm() throws IOException {
    Path file = ofVersionOne();
    convert(file, file);
    byte[] once = Files.readAllBytes(file);
    convert(file, file);
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void whatIsNoBaseIsLeftAsItIs() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello there, this is no base at all");
    assertThatThrownBy(() -> convert(text, text))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("no base", "mynah pretrain");
    assertThat(text).hasContent("hello there, this is no base at all");
    assertThatThrownBy(() -> convert(folder.resolve("gone"), text))
        .isInstanceOf(CommandFailure.class);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path old = ofVersionOne();
    assertThatThrownBy(() -> convert(old, folder.resolve("no/such/folder")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot be written");
  }
}
