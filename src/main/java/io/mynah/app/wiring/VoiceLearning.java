package io.mynah.app.wiring;

import io.mynah.lm.BaseNetworks;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.mixture.MixtureFormat;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.training.StagedTrainer;
import io.mynah.lm.training.VoiceTrainer;

/**
 * The parts that train voices, and write and read their models. They share the bases, each of which
 * is in memory once. Thread-safe.
 */
public final class VoiceLearning {
  /** How voices are learned and mixed here. */
  public static final VoiceParameters PARAMETERS = VoiceParameters.defaults();

  private final ConfiguredBases bases;
  private final NeuralLearner learner;
  private final int minMessages;

  private VoiceLearning(ConfiguredBases bases, int minMessages) {
    this.bases = bases;
    this.learner = new NetworkLearner(PARAMETERS.network(), bases);
    this.minMessages = minMessages;
  }

  /**
   * Prepares the parts; a base is read at first use.
   *
   * @param added the bases that the user has added
   */
  public static VoiceLearning of(MynahConfig config, BaseLibrary added) {
    NeuralLearner ofBases = new NetworkLearner(PARAMETERS.network(), BaseNetworks.NONE);
    return new VoiceLearning(
        new ConfiguredBases(ofBases, config.training().base(), added),
        config.training().minMessages());
  }

  public ConfiguredBases bases() {
    return bases;
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
        wrapped, bases.checked(), new MessageGenerator(), minMessages, PARAMETERS);
  }
}
