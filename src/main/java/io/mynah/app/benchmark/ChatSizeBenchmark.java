package io.mynah.app.benchmark;

import io.mynah.app.command.ExportFile;
import io.mynah.app.command.ModelPublisher;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.domain.Person;
import io.mynah.export.ExportedPerson;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Measures how reading, training and replying scale with the size of a chat, on generated exports
 * with eight people, for the one with most messages. For one thread.
 */
final class ChatSizeBenchmark {
  private static final int REPLIES = 60;

  /** The bytes of a message in a generated export, including all that belongs to it. */
  private static final int BYTES_A_MESSAGE = 400;

  private final MynahConfig config;
  private final VoiceLearning learning;
  private final Duration budget;
  private final Function<Path, TemporaryModels> temporary;

  /**
   * The figures for one size.
   *
   * @param messages of all people of the chat
   * @param own messages of the person
   * @param readSeconds seconds to survey and to read the export
   * @param firstVoiceSeconds seconds from the messages to the first model
   * @param trainSeconds seconds from the messages to the last model
   * @param tokensPerS tokens that the network learns from in a second of its training
   * @param replyMs milliseconds for a reply; the median
   * @param modelBytes the size of the model as it is stored
   */
  record Size(
      int messages,
      int own,
      double readSeconds,
      double firstVoiceSeconds,
      double trainSeconds,
      double tokensPerS,
      double replyMs,
      long modelBytes) {}

  /**
   * @param budget of a training
   * @param temporary opens models in a folder
   */
  ChatSizeBenchmark(
      MynahConfig config,
      VoiceLearning learning,
      Duration budget,
      Function<Path, TemporaryModels> temporary) {
    this.config = config;
    this.learning = learning;
    this.budget = budget;
    this.temporary = temporary;
  }

  /**
   * Measures one size.
   *
   * @param messages the approximate number of messages in the chat
   * @param folder an empty folder
   */
  Size of(int messages, Path folder)
      throws IOException, TooLittleText, TrainingCancelled, MissingModel, DamagedModel {
    Path file = folder.resolve("result.json");
    SyntheticExport.write(file, (long) messages * BYTES_A_MESSAGE, messages);
    long start = System.nanoTime();
    ExportFile export = ExportFile.open(new ExportReader(config.uploads().toLimits()), file, null);
    List<Turn> turns = new ArrayList<>();
    export.read(m -> turns.add(new Turn(m.sender(), m.sentAt(), m.text())));
    double read = since(start);
    turns.sort(Comparator.comparing(Turn::at));
    ExportedPerson most =
        export.chat().people().stream()
            .max(Comparator.comparing(ExportedPerson::messages))
            .orElseThrow();
    return train(folder, turns, BenchmarkPerson.of(most), read);
  }

  private Size train(Path folder, List<Turn> turns, Person person, double read)
      throws IOException, TooLittleText, TrainingCancelled, MissingModel, DamagedModel {
    try (TemporaryModels models = temporary.apply(folder)) {
      return train(folder, turns, person, read, models);
    }
  }

  private Size train(
      Path folder, List<Turn> turns, Person person, double read, TemporaryModels models)
      throws IOException, TooLittleText, TrainingCancelled, MissingModel, DamagedModel {
    TimedLearner learner = new TimedLearner(learning.learner());
    long start = System.nanoTime();
    ModelPublisher published;
    long bytes;
    try (ModelLibrary library = models.open()) {
      published = new ModelPublisher(library, person.id());
      try (VoiceTraining training =
          learning
              .trainer(learner)
              .begin(
                  TrainingData.of(person.key(), turns),
                  budget,
                  1,
                  new CheckpointFolder(folder.resolve("checkpoints")),
                  () -> false)) {
        published.takeFrom(training);
      }
      bytes = library.storedBytes(person.id());
    }
    double trained = since(start);
    ReplyBenchmark.Result reply =
        new ReplyBenchmark(models::open, person, turns, config.speaking().toOptions()).run(REPLIES);
    return new Size(
        turns.size(),
        person.messages(),
        read,
        (published.first() - start) / 1e9,
        trained,
        learner.tokensPerSecond(),
        reply.medianMs(),
        bytes);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
