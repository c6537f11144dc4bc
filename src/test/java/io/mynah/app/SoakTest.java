package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.app.command.ExportFile;
import io.mynah.app.command.ModelPublisher;
import io.mynah.app.wiring.BaseLibrary;
import io.mynah.app.wiring.ConfigLoader;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.NetworkLearner;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.Turn;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.lm.transformer.hub.ModelFolder;
import io.mynah.lm.transformer.hub.PublishedModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.vault.DataKey;
import io.mynah.vault.TestKeys;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trains and loads again and again in one process, and looks at the memory that it takes outside
 * the heap. The long run is {@code mvn test -Psoak}.
 */
class SoakTest {
  private static final String NONE = "none";
  private static final PersonId BELLA = new PersonId(1);
  private static final DataKey KEY = TestKeys.MASTER.newKey();
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 10;
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;
  private TestBlobs blobs;

  /** What the process holds: of the system, of that as heap, and by native buffers. */
  private record Memory(long rss, long heap, long buffers) {
    static Memory now() throws IOException {
      System.gc();
      String line =
          Files.readAllLines(STATUS).stream()
              .filter(each -> each.startsWith("VmRSS"))
              .findFirst()
              .orElseThrow();
      return new Memory(
          Long.parseLong(line.replaceAll("\\D", "")) * 1024,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted(),
          OffHeap.bytes());
    }

    long beside() {
      return rss - heap;
    }

    String json(int trainings, int loads) {
      return String.format(
          Locale.ROOT,
          "{\"trainings\": %d, \"loads\": %d, \"rssMb\": %d, \"heapMb\": %d, \"buffersMb\": %.1f}",
          trainings,
          loads,
          rss / MEGABYTE,
          heap / MEGABYTE,
          buffers / (double) MEGABYTE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NONE, "an open model"})
  void aFewTrainingsAndLoadsLeaveNothingInNativeMemory(String base) throws Exception {
    List<Memory> steps = soak(base, 4, 40, 2);
    assertThat(steps.get(1).buffers()).isEqualTo(steps.get(0).buffers());
  }

  @ParameterizedTest
  @ValueSource(strings = {NONE, "an open model"})
  @Tag("soak")
  void manyTrainingsAndLoadsTakeNoMoreMemoryThanSome(String base) throws Exception {
    List<Memory> steps =
        soak(
            base,
            Integer.getInteger("mynah.soak.trainings", 500),
            Integer.getInteger("mynah.soak.loads", 5_000),
            STEPS);
    assertThat(steps).extracting(Memory::buffers).containsOnly(steps.get(0).buffers());
    long early = steps.subList(1, 4).stream().mapToLong(Memory::beside).max().orElseThrow();
    long late = steps.get(STEPS - 1).beside();
    assertThat(late - early).as("growth beside the heap").isLessThan(100 * MEGABYTE);
  }

  private List<Memory> soak(String base, int trainings, int loads, int steps) throws Exception {
    Assumptions.assumeTrue(Files.exists(STATUS), "only Linux tells");
    MynahConfig config = config(base.equals(NONE) ? base : openModel().toString());
    List<Turn> turns = turns(config);
    blobs = TestBlobs.beside(folder.resolve("blobs"));
    List<Memory> memories = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < trainings / steps; i++) {
        train(config, turns, step * trainings / steps + i);
      }
      for (int i = 0; i < loads / steps; i++) {
        load(config);
      }
      memories.add(Memory.now());
      System.out.println(
          memories.get(step).json((step + 1) * trainings / steps, (step + 1) * loads / steps));
    }
    return memories;
  }

  /** Writes a base of a small Llama with random weights. */
  private Path openModel() throws IOException {
    Path model =
        PublishedModel.write(folder.resolve("published"), List.of("hello there", "good morning"));
    Path file = folder.resolve("model.base");
    NeuralLearner learner =
        new NetworkLearner(VoiceLearning.PARAMETERS.network(), BaseNetworks.NONE);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      new ModelFolder(model).base().write(learner, out);
    }
    return file;
  }

  private MynahConfig config(String base) {
    return new ConfigLoader().load(folder.resolve("none"), Map.of("MYNAH_TRAINING_BASE", base));
  }

  private ModelLibrary models(MynahConfig config) {
    return new ModelLibrary(
        blobs.store(),
        VoiceLearning.of(config, new BaseLibrary(folder.resolve("bases"))).format(),
        person -> Optional.of(KEY),
        64 * MEGABYTE,
        Duration.ofMinutes(5));
  }

  private void train(MynahConfig config, List<Turn> turns, int number) throws Exception {
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints-" + number));
    try (ModelLibrary models = models(config);
        VoiceTraining training =
            VoiceLearning.of(config, new BaseLibrary(folder.resolve("bases")))
                .trainer()
                .begin(
                    TrainingData.of(turns.get(0).speaker(), turns),
                    Duration.ofSeconds(1),
                    number,
                    new CheckpointFolder(checkpoints),
                    () -> false)) {
      new ModelPublisher(models, BELLA).takeFrom(training);
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void load(MynahConfig config) throws Exception {
    try (ModelLibrary models = models(config);
        ModelLibrary.Lease lease = models.borrow(TestPerson.of(BELLA))) {
      assertThat(lease.model().sizeInBytes()).isPositive();
    }
  }

  private List<Turn> turns(MynahConfig config) throws IOException {
    Path export = Files.writeString(folder.resolve("result.json"), SmallChat.json());
    ExportFile file = ExportFile.open(new ExportReader(config.uploads().toLimits()), export, null);
    List<Turn> turns = new ArrayList<>();
    file.read(m -> turns.add(new Turn(m.sender(), m.sentAt(), m.text())));
    turns.sort(Comparator.comparing(Turn::at));
    return turns;
  }
}
