package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.app.command.ExportFile;
import io.mynah.app.wiring.BaseLibrary;
import io.mynah.app.wiring.ConfigLoader;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.SampleChat;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.Turn;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTraining;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much of a training is done again when the process is killed at the worst moment: what was
 * done since the last checkpoint, and the n-gram stage, which has none. On the sample chat and the
 * base that is shipped, as people train. {@code mvn test -Pchaos -Dtest=LostWorkTest}.
 */
@Tag("chaos")
class LostWorkTest {
  private static final Duration BUDGET = Duration.ofSeconds(100);

  @TempDir Path folder;

  /** Notes when a checkpoint was whole, and how long the writing took. */
  private record Watched(CheckpointFiles files, List<Double> whole, List<Double> writing)
      implements CheckpointFiles {
    @Override
    public Watched within(String part) {
      return new Watched(files.within(part), whole, writing);
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
      return files.open(name);
    }

    @Override
    public void write(String name, Content content) throws IOException {
      double begin = seconds();
      files.write(name, content);
      whole.add(seconds());
      writing.add(seconds() - begin);
    }
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }

  @Test
  void aKillCostsThirtySecondsAtMost() throws Exception {
    List<Turn> turns = turns();
    Watched files = new Watched(new CheckpointFolder(folder), new ArrayList<>(), new ArrayList<>());
    MynahConfig config = new ConfigLoader().load(folder.resolve("none"), Map.of());
    double begin = seconds();
    double firstVoice = 0;
    try (VoiceTraining training =
        VoiceLearning.of(config, new BaseLibrary(folder.resolve("bases")))
            .trainer()
            .begin(TrainingData.of(turns.get(0).speaker(), turns), BUDGET, 1, files, () -> false)) {
      while (training.next().isPresent()) {
        firstVoice = firstVoice == 0 ? seconds() : firstVoice;
      }
    }
    double end = seconds();

    double first = firstVoice - begin;
    List<Double> moments = new ArrayList<>(files.whole());
    moments.add(0, firstVoice);
    moments.add(end);
    double longest = 0;
    for (int i = 1; i < moments.size(); i++) {
      longest = Math.max(longest, moments.get(i) - moments.get(i - 1));
    }
    double writing = files.writing().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "{\"firstVoiceS\": %.1f, \"checkpoints\": %d, \"longestBetweenS\": %.1f,"
            + " \"longestWriteS\": %.2f, \"lostAtMostS\": %.1f}%n",
        first,
        files.whole().size(),
        longest,
        writing,
        first + longest);
    assertThat(files.whole()).as("checkpoints").hasSizeGreaterThan(3);
    assertThat(first + longest).isLessThan(30);
  }

  private List<Turn> turns() throws IOException {
    Path export = folder.resolve("result.json");
    SampleChat.unpack(export);
    MynahConfig config = new ConfigLoader().load(folder.resolve("none"), Map.of());
    ExportFile file = ExportFile.open(new ExportReader(config.uploads().toLimits()), export, null);
    List<Turn> turns = new ArrayList<>();
    file.read(m -> turns.add(new Turn(m.sender(), m.sentAt(), m.text())));
    turns.sort(Comparator.comparing(Turn::at));
    return turns;
  }
}
