package io.mynah.lm;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.mixture.MixtureFormat;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.StagedTrainer;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.lm.training.VoiceTraining;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A training as a caller sees it: keeps what it hears, the models as their bytes. */
public final class Training implements TrainingMonitor {
  public static final Duration AMPLE = Duration.ofMinutes(5);
  public static final int NEEDED = 20;

  public final List<Double> fractions = new ArrayList<>();
  public final List<String> samples = new ArrayList<>();
  public final List<String> stages = new ArrayList<>();
  public final List<Double> bits = new ArrayList<>();
  public final List<byte[]> models = new ArrayList<>();

  /** The last model that was made, whether or not an earlier one was better; null before. */
  public byte @Nullable [] last;

  /** The stage of {@link #last}. */
  public @Nullable String lastStage;

  private final @Nullable NeuralLearner neural;
  private final ModelFormat format;
  private final IntPredicate cancelling;
  private int asked;
  private boolean cancelled;

  public Training(@Nullable NeuralLearner neural) {
    this(neural, asked -> false);
  }

  /**
   * @param cancelling whether to cancel, by the number of the question, from 1 on
   */
  public Training(@Nullable NeuralLearner neural, IntPredicate cancelling) {
    this(neural, format(neural), cancelling);
  }

  private Training(@Nullable NeuralLearner neural, ModelFormat format, IntPredicate cancelling) {
    this.neural = neural;
    this.format = format;
    this.cancelling = cancelling;
  }

  /** Listens to a training that gives out models of a form of its own. */
  public static Training listening(ModelFormat format) {
    return listening(format, asked -> false);
  }

  /**
   * The same; cancels when it is told to.
   *
   * @param cancelling whether to cancel, by the number of the question, from 1 on
   */
  public static Training listening(ModelFormat format, IntPredicate cancelling) {
    return new Training(null, format, cancelling);
  }

  public static VoiceTrainer trainer(@Nullable NeuralLearner neural) {
    return trainer(neural, List.of());
  }

  /** A trainer that may start from one of the bases. */
  public static VoiceTrainer trainer(@Nullable NeuralLearner neural, List<BaseSource> bases) {
    return new StagedTrainer(
        neural, () -> bases, new MessageGenerator(), NEEDED, VoiceParameters.defaults());
  }

  public static ModelFormat format(@Nullable NeuralLearner neural) {
    return new MixtureFormat(neural, VoiceParameters.defaults());
  }

  /** Trains Bella. */
  public Training run(List<Turn> turns, Path folder) throws TrainingCancelled, TooLittleText {
    return run(turns, folder, AMPLE);
  }

  public Training run(List<Turn> turns, Path folder, Duration budget)
      throws TrainingCancelled, TooLittleText {
    return hear(
        trainer(neural)
            .begin(
                TrainingData.of(Chats.BELLA, turns),
                budget,
                1,
                new CheckpointFolder(folder),
                this));
  }

  /** Keeps what a training makes, to its end. */
  public Training hear(VoiceTraining training) throws TrainingCancelled, TooLittleText {
    try (training) {
      for (var made = training.next(); made.isPresent(); made = training.next()) {
        keep(made.get());
      }
    }
    return this;
  }

  private void keep(Candidate made) {
    assertThat(cancelled).as("a model after it was cancelled").isFalse();
    if (made.sample() != null) {
      samples.add(made.sample());
    }
    last = written(made.model());
    lastStage = made.stage();
    if (made.noWorse()) {
      stages.add(made.stage());
      bits.add(made.validationBits());
      models.add(written(made.model()));
    }
  }

  /** The last model, read back. */
  public LanguageModel voice() {
    return read(models.get(models.size() - 1));
  }

  public LanguageModel read(byte[] bytes) {
    try {
      return format.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] written(LanguageModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      format.write(model, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public int asked() {
    return asked;
  }

  @Override
  public boolean cancelled() {
    cancelled = cancelled || cancelling.test(++asked);
    return cancelled;
  }

  @Override
  public void progress(double fraction, Duration remaining) {
    fractions.add(fraction);
  }
}
