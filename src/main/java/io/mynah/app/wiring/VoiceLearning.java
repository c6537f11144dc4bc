package io.mynah.app.wiring;

import io.mynah.lm.ModelFormat;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TokenModel;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.mixture.MixtureFormat;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.training.StagedTrainer;
import io.mynah.lm.training.VoiceTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The parts that train voices, and write and read their models. They share one base, which is in
 * memory once. Thread-safe.
 */
public final class VoiceLearning {
  /** How voices are learned and mixed here. */
  public static final VoiceParameters PARAMETERS = VoiceParameters.defaults();

  private final ConfiguredBase base;
  private final NeuralLearner learner;
  private final int minMessages;

  private VoiceLearning(ConfiguredBase base, int minMessages) {
    this.base = base;
    this.learner = new NetworkLearner(PARAMETERS.network(), () -> network(base));
    this.minMessages = minMessages;
  }

  /** Prepares the parts; the base is read at first use. */
  public static VoiceLearning of(MynahConfig config) {
    NeuralLearner ofBases = new NetworkLearner(PARAMETERS.network(), () -> null);
    return new VoiceLearning(
        new ConfiguredBase(ofBases, config.training().base()), config.training().minMessages());
  }

  /**
   * A base that cannot be read says nothing about the models that need it, so it must not look as
   * if they were damaged.
   */
  private static @Nullable TokenModel network(ConfiguredBase base) {
    try {
      PretrainedBase read = base.get();
      return read == null ? null : read.network();
    } catch (CommandFailure e) {
      throw new UncheckedIOException(new IOException("the base cannot be read", e));
    }
  }

  public ConfiguredBase base() {
    return base;
  }

  public NeuralLearner learner() {
    return learner;
  }

  /** The form of model files. */
  public ModelFormat format() {
    return new MixtureFormat(learner, PARAMETERS);
  }

  /**
   * Trains voices.
   *
   * @throws CommandFailure when the base is a user's file and cannot be read
   */
  public VoiceTrainer trainer() {
    return trainer(learner);
  }

  /** The same with a learner that passes everything on to {@link #learner()}. */
  public VoiceTrainer trainer(NeuralLearner wrapped) {
    return new StagedTrainer(
        wrapped, base.checked(), new MessageGenerator(), minMessages, PARAMETERS);
  }
}
