package io.mynah.app.wiring;

import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.Training;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.Turn;
import io.mynah.lm.training.Conversations;
import io.mynah.lm.training.Pretrainer;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.training.TransformerLearner;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** A small transformer that knows the language of {@link Chats}, and voices trained from it. */
public final class SmallBase {
  private SmallBase() {}

  /** Trains a base and writes it to a file; returns the file. */
  public static Path write(Path file, long seed) throws Exception {
    List<List<String>> conversations = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      conversations.add(Chats.ofTwo(2, i).stream().map(Turn::text).toList());
    }
    TransformerLearner learner =
        new TransformerLearner(
            TransformerConfig.ofBase(6, 4, 40, 1, Training.AMPLE, Training.AMPLE),
            size -> TransformerShape.of(size, 32, 2, 2, 1, 64, 40));
    new Pretrainer(learner, 400)
        .learn(
            Conversations.split(conversations),
            Training.AMPLE,
            seed,
            file.resolveSibling(file.getFileName() + ".checkpoints"),
            () -> false,
            new Pretrainer.Listener() {
              @Override
              public void progress(double fraction, Duration remaining) {}

              @Override
              public void improved(PretrainedBase better, double nats) {
                try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
                  better.write(learner, out);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    return file;
  }

  /**
   * The parts of a program with this setting.
   *
   * @param base as the setting {@code training.base}
   */
  public static VoiceLearning learning(Object base) {
    return learning(base, new BaseLibrary(Path.of("no bases")));
  }

  /** The same where the user has added bases. */
  static VoiceLearning learning(Object base, BaseLibrary added) {
    return VoiceLearning.of(
        new ConfigLoader()
            .load(Path.of("no settings"), Map.of("MYNAH_TRAINING_BASE", base.toString())),
        added);
  }

  /**
   * Trains Bella.
   *
   * @param cancelling whether to cancel, by the number of the question, from 1 on
   */
  public static Training train(
      VoiceLearning learning, List<Turn> chat, Path checkpoints, IntPredicate cancelling)
      throws Exception {
    Training training = Training.listening(learning.format(), cancelling);
    return training.hear(
        learning
            .trainer()
            .begin(
                TrainingData.of(Chats.BELLA, chat),
                Training.AMPLE,
                1,
                new CheckpointFolder(checkpoints),
                training));
  }
}
