package io.mynah.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.dl4j.RecurrentLearner;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.training.TransformerLearner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkLearnerTest {
  private static final int VOCABULARY = 8;

  @TempDir Path folder;

  private final NeuralLearner recurrent =
      new RecurrentLearner(
          new RecurrentConfig(8, 1, 2, 8, 1e-2, 2, 0.1, 0.99, 0, 1, 0, 0, 1, 4, true));
  private final NeuralLearner transformer =
      new TransformerLearner(
          VoiceParameters.defaults().network().transformer(),
          size -> TransformerShape.of(size, 8, 1, 2, 1, 8, 16));
  private final NetworkLearner both = new NetworkLearner(List.of(recurrent, transformer));

  private static TokenStream stream() {
    int[] tokens = new int[600];
    float[] weights = new float[600];
    Arrays.setAll(tokens, i -> i % VOCABULARY);
    Arrays.fill(weights, 1);
    return new TokenStream(tokens, weights);
  }

  private TokenModel learned(NeuralLearner learner, @Nullable TokenModel initial) throws Exception {
    List<TokenModel> models = new ArrayList<>();
    Path checkpoints = folder.resolve("" + System.nanoTime());
    learner.learn(
        new LearningTask(
            VOCABULARY,
            initial,
            stream(),
            stream(),
            Duration.ofMinutes(1),
            1,
            new CheckpointFolder(checkpoints)),
        new NeuralLearner.Observer() {
          @Override
          public boolean cancelled() {
            return false;
          }

          @Override
          public void progress(double fraction, Duration remaining) {
            // Of no interest here.
          }

          @Override
          public void epoch(TokenModel model, double validationNats) {
            models.add(model);
          }
        });
    return models.get(models.size() - 1);
  }

  private TokenModel writtenAndRead(TokenModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    both.write(model, out);
    out.writeInt(42);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    TokenModel read = both.read(in);
    assertThat(in.readInt()).as("what follows the model").isEqualTo(42);
    return read;
  }

  @Test
  void aNetworkFromNothingIsOfTheFirstKind() throws Exception {
    assertThat(recurrent.knows(learned(both, null))).isTrue();
  }

  @Test
  void aNetworkGoesOnAsWhatItIs() throws Exception {
    for (NeuralLearner kind : List.of(recurrent, transformer)) {
      TokenModel base = learned(kind, null);
      assertThat(kind.knows(learned(both, base))).isTrue();
    }
  }

  @Test
  void eachKindIsWrittenAndReadAgain() throws Exception {
    TokenModel first = learned(recurrent, null);
    TokenModel second = learned(transformer, null);
    assertThat(writtenAndRead(first)).hasSameClassAs(first);
    assertThat(writtenAndRead(second)).isInstanceOf(TransformerModel.class);
  }

  @Test
  void whatIsNoneIsRefused() {
    assertThatThrownBy(
            () -> both.read(new DataInputStream(new ByteArrayInputStream(new byte[100]))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a network");
    assertThatThrownBy(() -> both.read(new DataInputStream(new ByteArrayInputStream(new byte[3]))))
        .isInstanceOf(EOFException.class);
  }
}
