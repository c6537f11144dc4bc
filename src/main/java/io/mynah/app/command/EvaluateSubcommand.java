package io.mynah.app.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.domain.Effort;
import io.mynah.domain.PersonKey;
import io.mynah.export.ExportedPerson;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.OtherBase;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.evaluation.Evaluation;
import io.mynah.lm.evaluation.EvaluationReport;
import io.mynah.lm.evaluation.TrainedModel;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.training.FirstModelTimer;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.VoiceTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code mynah evaluate FILE --person NAME}: trains on a part of a person's messages and scores the
 * rest.
 */
@Command(
    name = "evaluate",
    description =
        "Trains on the first nine tenths of someone's messages and scores the last tenth.")
public final class EvaluateSubcommand implements Callable<Integer> {
  private static final int REPLIES = 200;

  private final CommandEnvironment environment;

  @Parameters(paramLabel = "FILE", description = "An export.")
  private Path file = Path.of("");

  @Option(
      names = "--person",
      paramLabel = "NAME",
      required = true,
      description = "The person to evaluate.")
  private String name = "";

  @Option(
      names = "--chat",
      paramLabel = "NAME",
      description = "The chat to use, if the export is a whole account.")
  private @Nullable String chat;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long the training may take (default: as with effort “good”).")
  private @Nullable Double minutes;

  @Option(
      names = "--validation",
      description = "Score the end of the learning part instead, for tuning.")
  private boolean validation;

  @Option(
      names = "--generated",
      paramLabel = "OUT.jsonl",
      description = "Write the 600 generated messages here.")
  private @Nullable Path generated;

  @Option(
      names = "--replies",
      paramLabel = "OUT.jsonl",
      description =
          "Write answers to 200 real contexts of the scored part here, each with the real answer.")
  private @Nullable Path replies;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Keep the trained model in this file. If the file exists, use its model instead of training.")
  private @Nullable Path model;

  @Option(
      names = "--seed",
      description = "The seed of training and sampling (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  EvaluateSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  record Outcome(
      String person,
      String slice,
      long seed,
      @JsonUnwrapped @JsonIgnoreProperties("person") EvaluationReport report) {}

  record Generated(String text) {}

  record Said(String from, String text) {}

  record Reply(List<Said> context, String text, String real) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    MynahConfig config = environment.config();
    Logging.quiet();
    checkOptions();
    ExportFile export = ExportFile.open(new ExportReader(config.uploads().toLimits()), file, chat);
    ExportedPerson person = export.person(name);
    Path scratch = Files.createTempDirectory("mynah-evaluate");
    Thread atExit = new Thread(() -> deleteQuietly(scratch), "scratch");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      Evaluation.Result result = evaluate(config, turns(export), person, scratch);
      write(result, export.chat().people());
      print(person.name(), result.report());
    } catch (TooLittleText e) {
      throw new CommandFailure(
          "%s has %d messages to learn from, and %d are needed."
              .formatted(person.name(), e.messages(), e.needed()));
    } catch (TrainingCancelled e) {
      throw new IllegalStateException("nobody cancels an evaluation", e);
    } finally {
      delete(scratch);
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
    return ExitCode.OK;
  }

  /**
   * Checks options before the training, which takes minutes, so that writing its results does not
   * fail later.
   */
  private void checkOptions() {
    if (minutes != null && !(minutes > 0 && minutes < Integer.MAX_VALUE)) {
      throw new CommandFailure("--minutes must be more than 0.", ExitCode.USAGE);
    }
    Stream.of(generated, replies, model)
        .filter(Objects::nonNull)
        .forEach(EvaluateSubcommand::checkWritable);
  }

  private static void checkWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new CommandFailure(
          "%s cannot be written. Name a file in a folder that there is.".formatted(file),
          ExitCode.USAGE);
    }
  }

  /** Deletes the folder at exit, so that an interrupted process leaves no models of people. */
  private static void deleteQuietly(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      // A file was written meanwhile, or the folder is gone.
    }
  }

  private Evaluation.Result evaluate(
      MynahConfig config, List<Turn> turns, ExportedPerson person, Path scratch)
      throws TooLittleText, TrainingCancelled, IOException, InterruptedException {
    VoiceLearning learning = VoiceLearning.of(config, environment.home().bases());
    VoiceTrainer trainer = learning.trainer();
    ModelFormat format = learning.format();
    Duration budget =
        minutes == null
            ? requireNonNull(config.training().times(learning.bases().large()).get(Effort.GOOD))
            : Duration.ofMillis(Math.round(minutes * 60_000));
    Evaluation.Request request =
        new Evaluation.Request(
            turns,
            person.key(),
            budget,
            validation,
            seed,
            config.speaking().toOptions().withSpeaker(person.name()),
            Files.createDirectory(scratch.resolve("training")));
    Evaluation evaluation = new Evaluation(trainer, format, new MessageGenerator());
    String task = task(turns, person);
    TrainedModel trained;
    if (model != null && Files.exists(model)) {
      trained = kept(model, task);
    } else {
      double firstVoice =
          new FirstModelTimer(trainer, format)
              .seconds(turns, budget, seed, Files.createDirectory(scratch.resolve("first")));
      trained = evaluation.train(request, firstVoice, new Watcher());
      if (model != null) {
        trained.write(model, task);
      }
    }
    try {
      return evaluation.judge(request, trained, replies == null ? 0 : REPLIES);
    } catch (OtherBase e) {
      throw new CommandFailure(
          "%s holds a model that was trained from another base. Set training.base to that base, or delete the file to train anew."
              .formatted(model));
    }
  }

  /** Names what the model learns from: whom, how much, and whether the validation slice is left. */
  private String task(List<Turn> turns, ExportedPerson person) {
    return person.key().value()
        + " "
        + turns.size()
        + " "
        + (validation ? "validation" : "held out");
  }

  private static TrainedModel kept(Path file, String task) {
    try {
      return TrainedModel.read(file, task);
    } catch (IOException e) {
      throw new CommandFailure(
          "%s holds no model of this person, chat and slice. Name another file, or delete it to train anew."
              .formatted(file));
    }
  }

  private static List<Turn> turns(ExportFile export) {
    List<Turn> turns = new ArrayList<>();
    export.read(m -> turns.add(new Turn(m.sender(), m.sentAt(), m.text())));
    turns.sort(Comparator.comparing(Turn::at));
    return turns;
  }

  private void write(Evaluation.Result result, List<ExportedPerson> people) throws IOException {
    if (generated != null) {
      writeLines(generated, result.generated().stream().map(Generated::new));
    }
    if (replies != null) {
      Map<PersonKey, String> names = new HashMap<>();
      people.forEach(person -> names.put(person.key(), person.name()));
      writeLines(replies, result.replies().stream().map(reply -> row(reply, names)));
    }
  }

  private static Reply row(Evaluation.Reply reply, Map<PersonKey, String> names) {
    List<Said> context =
        reply.exchange().context().stream()
            .map(turn -> new Said(names.getOrDefault(turn.speaker(), "?"), turn.text()))
            .toList();
    return new Reply(context, reply.text(), reply.exchange().real());
  }

  private static void writeLines(Path file, Stream<?> rows) throws IOException {
    Files.write(file, rows.map(CommandLineJson::line).toList());
  }

  private void print(String person, EvaluationReport report) {
    PrintWriter out = environment.terminal().out();
    if (json) {
      out.println(
          CommandLineJson.line(
              new Outcome(person, validation ? "validation" : "held_out", seed, report)));
      return;
    }
    out.printf(
        "%s, %,d messages learned, %,d %s:%n",
        person,
        report.trainMessages(),
        report.heldOutMessages(),
        validation ? "of their end scored" : "held out");
    out.printf("  %.3f bits per character alone%n", report.bitsPerCharacterAlone());
    out.printf("  %.3f in conversation%n", report.bitsPerCharacterInConversation());
    out.printf(
        "  %.1f s to the first voice, %.0f s in all%n",
        report.firstVoiceSeconds(), report.trainSeconds());
    out.printf(
        "  %.1f %% of generated messages of four or more words are copies (real: %.1f %%)%n",
        100 * report.copiedShare(), 100 * report.copiedShareHeldOut());
  }

  public static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Prints the progress of the training. */
  private final class Watcher implements Evaluation.Watcher {
    private int printedPercent = -10;

    @Override
    public boolean cancelled() {
      return false;
    }

    @Override
    public void progress(double fraction, Duration remaining) {
      int percent = (int) (100 * fraction);
      if (percent >= printedPercent + 10) {
        printedPercent = percent;
        environment
            .terminal()
            .err()
            .printf("%d %%, about %d s left%n", percent, remaining.toSeconds());
      }
    }

    @Override
    public void improved(String stage, double validationBits) {
      environment.terminal().err().printf("%s: %.3f bits%n", stage, validationBits);
    }
  }
}
