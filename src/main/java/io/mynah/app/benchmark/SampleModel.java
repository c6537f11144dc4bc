package io.mynah.app.benchmark;

import io.mynah.app.command.ExportFile;
import io.mynah.app.command.ModelPublisher;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.SampleChat;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.domain.Person;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.models.ModelLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A person of the sample chat with a model trained for a benchmark.
 *
 * @param turns the turns of the chat
 */
public record SampleModel(Person person, List<Turn> turns) {
  private static final String NAME = "Bella";

  /**
   * Trains the model.
   *
   * @param folder for temporary files
   * @param models the library that the model is published in
   */
  public static SampleModel train(
      MynahConfig config, VoiceLearning learning, Path folder, ModelLibrary models, Duration budget)
      throws IOException {
    Path export = folder.resolve("result.json");
    SampleChat.unpack(export);
    ExportFile file = ExportFile.open(new ExportReader(config.uploads().toLimits()), export, null);
    List<Turn> turns = new ArrayList<>();
    file.read(m -> turns.add(new Turn(m.sender(), m.sentAt(), m.text())));
    turns.sort(Comparator.comparing(Turn::at));
    SampleModel voice = new SampleModel(BenchmarkPerson.of(file.person(NAME)), turns);
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    try (VoiceTraining training =
        learning
            .trainer()
            .begin(
                TrainingData.of(voice.person.key(), turns),
                budget,
                1,
                new CheckpointFolder(checkpoints),
                () -> false)) {
      new ModelPublisher(models, voice.person.id()).takeFrom(training);
    } catch (TooLittleText | TrainingCancelled e) {
      throw new IllegalStateException("the sample chat can be learned", e);
    }
    return voice;
  }
}
