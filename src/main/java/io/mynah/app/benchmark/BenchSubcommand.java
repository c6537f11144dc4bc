package io.mynah.app.benchmark;

import io.mynah.app.command.EvaluateSubcommand;
import io.mynah.app.command.ExportFile;
import io.mynah.app.command.LocalPeople;
import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.domain.Chat;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.export.ExportLimits;
import io.mynah.export.ExportSource;
import io.mynah.export.ReadMonitor;
import io.mynah.export.Survey;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.training.TooLittleText;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah bench …}: runs the benchmarks. */
@Command(
    name = "bench",
    description = "Measures Mynah's speed on this machine.",
    subcommands = {TransformerBenchSubcommand.class, RecurrentBenchSubcommand.class},
    synopsisSubcommandLabel = "WHAT")
public final class BenchSubcommand {
  private static final long MEGABYTE = 1_000_000;
  private static final int ROUNDS = 5;

  private final CommandEnvironment environment;

  public BenchSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  record ExportSpeed(
      long bytes,
      double bareScanMbPerS,
      double surveyMbPerS,
      double readMbPerS,
      double readToBareScan) {}

  @Command(
      name = "export",
      description = "Measures reading an export, next to a bare scan of its tokens.")
  int export(
      @Parameters(arity = "0..1", paramLabel = "FILE", description = "A JSON export, unpacked.")
          @Nullable Path file,
      @Option(
              names = "--size",
              paramLabel = "MB",
              defaultValue = "200",
              description = "Size of the made-up export that is read if there is no FILE.")
          int size,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    Logging.quiet();
    if (size < 1) {
      throw new CommandFailure("--size must be 1 or more.", ExitCode.USAGE);
    }
    if (file != null) {
      requirePlainJson(file);
      return measure(file, json);
    }
    Path made = Files.createTempFile("mynah-bench", ".json");
    try {
      SyntheticExport.write(made, size * MEGABYTE, 1);
      return measure(made, json);
    } finally {
      Files.delete(made);
    }
  }

  private static void requirePlainJson(Path file) throws IOException {
    ExportReader reader = new ExportReader(ExportLimits.DEFAULT);
    Survey unused =
        ExportFile.value(reader.survey(List.of(ExportSource.of(file)), ReadMonitor.NONE));
    try (InputStream in = Files.newInputStream(file)) {
      if (in.read() != '{') {
        throw new CommandFailure(file + " is not plain JSON. Unpack it first, or export as JSON.");
      }
    }
  }

  private int measure(Path file, boolean json) throws IOException {
    ExportBenchmark.Result result = ExportBenchmark.run(file, ROUNDS);
    ExportSpeed speed =
        new ExportSpeed(
            result.bytes(),
            result.bareScanMbPerS(),
            result.surveyMbPerS(),
            result.readMbPerS(),
            result.ratio());
    new BenchmarkOutput(environment, json)
        .print(
            speed,
            "%.0f MB: bare token scan %.0f MB/s, survey %.0f MB/s, read %.0f MB/s (the slower is %.0f %% of the scan)",
            speed.bytes() / 1e6,
            speed.bareScanMbPerS(),
            speed.surveyMbPerS(),
            speed.readMbPerS(),
            100 * speed.readToBareScan());
    return ExitCode.OK;
  }

  @Command(
      name = "reply",
      description =
          "Measures how long a reply takes, with a loaded model and with one still in its file.")
  int reply(
      @Parameters(
              arity = "0..1",
              paramLabel = "NAME",
              description =
                  "A trained person (default: the sample chat's Bella, who is trained first).")
          @Nullable String name,
      @Option(
              names = "--replies",
              paramLabel = "N",
              defaultValue = "200",
              description = "How many replies are timed (default: ${DEFAULT-VALUE}).")
          int replies,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException, MissingModel, DamagedModel {
    if (replies < 1) {
      throw new CommandFailure("--replies must be 1 or more.", ExitCode.USAGE);
    }
    ReplyBenchmark.Result speed = name == null ? ofTheSample(replies) : of(name, replies);
    new BenchmarkOutput(environment, json)
        .print(
            speed,
            "a reply out of %d takes %.0f ms, one in a hundred %.0f; from the file %.0f ms; loaded %.1f MB",
            speed.candidates(),
            speed.medianMs(),
            speed.p99Ms(),
            speed.coldMs(),
            speed.loadedBytes() / 1e6);
    return ExitCode.OK;
  }

  private ReplyBenchmark.Result of(String name, int replies) throws MissingModel, DamagedModel {
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      Person person = new LocalPeople(application).named(name);
      Chat chat = application.corpora.chat(OwnerId.LOCAL, person.chat()).orElseThrow();
      List<Turn> turns =
          application.corpora.messages(chat).stream()
              .map(message -> new Turn(message.sender(), message.sentAt(), message.text()))
              .toList();
      return measure(
          () ->
              new ModelLibrary(
                  application.blobs,
                  application.learning.format(),
                  application.corpora::key,
                  environment.config().models().cacheBytes(),
                  environment.config().models().expiry()),
          person,
          turns,
          replies);
    }
  }

  private ReplyBenchmark.Result ofTheSample(int replies)
      throws IOException, MissingModel, DamagedModel {
    Logging.quiet();
    Path folder = Files.createTempDirectory("mynah-bench");
    VoiceLearning learning = VoiceLearning.of(environment.config(), environment.home().bases());
    try (TemporaryModels temporary =
        new TemporaryModels(folder, learning, environment.config().models())) {
      SampleModel voice;
      try (ModelLibrary models = temporary.open()) {
        Duration budget = Duration.ofSeconds(environment.config().training().quickSeconds());
        voice = SampleModel.train(environment.config(), learning, folder, models, budget);
      }
      return measure(temporary::open, voice.person(), voice.turns(), replies);
    } finally {
      EvaluateSubcommand.delete(folder);
    }
  }

  private ReplyBenchmark.Result measure(
      Supplier<ModelLibrary> models, Person person, List<Turn> turns, int replies)
      throws MissingModel, DamagedModel {
    GenerationOptions options = environment.config().speaking().toOptions();
    return new ReplyBenchmark(models, person, turns, options).run(replies);
  }

  @Command(
      name = "growth",
      description = "Measures reading, training and speaking on made-up chats of growing size.")
  int growth(
      @Option(
              names = "--messages",
              paramLabel = "N,…",
              split = ",",
              defaultValue = "1000,3000,10000,30000,100000,300000,500000",
              description = "How many messages each chat has (default: ${DEFAULT-VALUE}).")
          List<Integer> sizes,
      @Option(
              names = "--seconds",
              paramLabel = "S",
              defaultValue = "30",
              description = "How long each training takes (default: ${DEFAULT-VALUE}).")
          int seconds,
      @Option(names = "--json", description = "Print one JSON object per size.") boolean json)
      throws IOException, MissingModel, DamagedModel, TrainingCancelled {
    if (seconds < 1 || sizes.stream().anyMatch(size -> size < 100)) {
      throw new CommandFailure(
          "--seconds must be 1 or more, --messages 100 or more.", ExitCode.USAGE);
    }
    Logging.quiet();
    VoiceLearning learning = VoiceLearning.of(environment.config(), environment.home().bases());
    ChatSizeBenchmark benchmark =
        new ChatSizeBenchmark(
            environment.config(),
            learning,
            Duration.ofSeconds(seconds),
            folder -> new TemporaryModels(folder, learning, environment.config().models()));
    for (int messages : sizes) {
      Path folder = Files.createTempDirectory("mynah-bench");
      try {
        print(benchmark.of(messages, folder), json);
      } catch (TooLittleText e) {
        throw new CommandFailure(
            "In a chat of %d messages nobody has the %d that a training needs. Give more to --messages."
                .formatted(messages, e.needed()),
            ExitCode.USAGE);
      } finally {
        EvaluateSubcommand.delete(folder);
      }
    }
    return ExitCode.OK;
  }

  private void print(ChatSizeBenchmark.Size size, boolean json) {
    new BenchmarkOutput(environment, json)
        .print(
            size,
            "%,d messages, %,d of one person: read in %.2f s, first voice after %.1f s, trained in %.0f s (%.0f tokens/s), a reply takes %.0f ms, the file has %.1f MB",
            size.messages(),
            size.own(),
            size.readSeconds(),
            size.firstVoiceSeconds(),
            size.trainSeconds(),
            size.tokensPerS(),
            size.replyMs(),
            size.modelBytes() / 1e6);
  }
}
