package io.mynah.app.command;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingDiverged;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.dl4j.RecurrentLearner;
import io.mynah.lm.training.Conversations;
import io.mynah.lm.training.Pretrainer;
import io.mynah.lm.transformer.TransformerFormat;
import io.mynah.lm.transformer.training.TransformerLearner;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah pretrain TEXT --out FILE}: trains a base on texts. */
@Command(
    name = "pretrain",
    description =
        "Learns a base from texts: what Mynah knows of a language before it reads a chat.")
public final class PretrainSubcommand implements Callable<Integer> {
  private static final int SMALLEST = 300;
  private static final int LARGEST = 1 << 16;

  /** The longest time in minutes: nineteen years. */
  private static final double LONGEST_MINUTES = 1e7;

  private final CommandEnvironment environment;
  private final @Nullable NeuralLearner fixedLearner;

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = "UTF-8, plain or .gz: one turn per line, a blank line between conversations.")
  private List<Path> texts = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write the base.")
  private Path out = Path.of("");

  @Option(
      names = "--checkpoints",
      paramLabel = "FOLDER",
      description =
          "Where checkpoints are kept; a run that was cut off goes on from them (default: FILE.checkpoints).")
  private @Nullable Path checkpoints;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long the training may take (default: ${DEFAULT-VALUE}).")
  private double minutes = 120;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often the text is read at most (default: ${DEFAULT-VALUE}).")
  private int epochs = 6;

  @Option(
      names = "--start",
      paramLabel = "BASE",
      description =
          "A base to learn on from, with its units and its shape (default: from nothing).")
  private @Nullable Path start;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description = "How many units (default: ${DEFAULT-VALUE}).")
  private int vocabulary = 4000;

  @Option(
      names = "--network",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Network network = Network.transformer;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "How many cells an lstm has (default: ${DEFAULT-VALUE}).")
  private int hidden = 512;

  @Option(
      names = "--shape",
      paramLabel = ShapeOption.LABEL,
      converter = ShapeOption.class,
      description = "The shape of a transformer (default: ${DEFAULT-VALUE}).")
  private ShapeOption.Shape shape = ShapeOption.Shape.BASE;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "How many tokens a transformer reads at once (default: ${DEFAULT-VALUE}).")
  private int length = 160;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "How many rows of --length tokens make an update (default: ${DEFAULT-VALUE}).")
  private int rows = 16;

  @Option(
      names = "--fall",
      paramLabel = "SHARE",
      description =
          "The last share of the training, in which a transformer's learning rate falls (default: ${DEFAULT-VALUE}).")
  private double fall = 1;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "M",
      description = "Time between two checkpoints (default: ${DEFAULT-VALUE}).")
  private double checkpointMinutes = 1;

  @Option(
      names = "--evaluation-minutes",
      paramLabel = "M",
      description = "Time between two evaluations of a transformer (default: ${DEFAULT-VALUE}).")
  private double evaluationMinutes = 5;

  @Option(names = "--seed", description = "The seed of the training (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  /** The kinds of networks, with their command-line names. */
  enum Network {
    transformer,
    lstm
  }

  PretrainSubcommand(CommandEnvironment environment) {
    this(environment, null);
  }

  /**
   * @param fixedLearner the learner to use in place of the one from the options, or null
   */
  PretrainSubcommand(CommandEnvironment environment, @Nullable NeuralLearner fixedLearner) {
    this.environment = environment;
    this.fixedLearner = fixedLearner;
  }

  private NeuralLearner learner() {
    if (network == Network.lstm) {
      RecurrentLearner learner = new RecurrentLearner(RecurrentConfig.ofBase(hidden, epochs));
      if (!learner.canKeep(vocabulary)) {
        throw new CommandFailure(
            "A network of %d cells with %d units is larger than a base may be. Make --hidden or --vocabulary smaller."
                .formatted(hidden, vocabulary),
            ExitCode.USAGE);
      }
      return learner.checkpointingEvery(minutes(checkpointMinutes));
    }
    if (!TransformerFormat.holds(shape.over(vocabulary, length))) {
      throw new CommandFailure(
          "A network of this --shape with %d units is larger than a base may be. Make one of them smaller."
              .formatted(vocabulary),
          ExitCode.USAGE);
    }
    TransformerConfig config =
        TransformerConfig.ofBase(
            epochs, rows, length, fall, minutes(checkpointMinutes), minutes(evaluationMinutes));
    return new TransformerLearner(config, size -> shape.over(size, length));
  }

  private static boolean isTime(double count) {
    return count > 0 && count <= LONGEST_MINUTES;
  }

  private static Duration minutes(double count) {
    return Duration.ofMillis(Math.round(count * 60_000));
  }

  @Override
  public Integer call() {
    Logging.quiet();
    if (hidden < 1
        || epochs < 1
        || rows < 1
        || length < 2
        || vocabulary < SMALLEST
        || vocabulary > LARGEST
        || !isTime(minutes)
        || !isTime(checkpointMinutes)
        || !isTime(evaluationMinutes)
        || !(fall > 0 && fall <= 1)) {
      throw new CommandFailure(
          "--hidden, --epochs, --rows, --length, --minutes, --checkpoint-minutes and --evaluation-minutes must be positive (--length 2 or more), --fall above 0 and at most 1, and --vocabulary from %d to %d."
              .formatted(SMALLEST, LARGEST),
          ExitCode.USAGE);
    }
    NeuralLearner chosen = learner();
    NeuralLearner learner = fixedLearner == null ? chosen : fixedLearner;
    Path folder =
        checkpoints == null ? out.resolveSibling(out.getFileName() + ".checkpoints") : checkpoints;
    Progress progress = new Progress(learner);
    try {
      pretrainer(learner).learn(read(), minutes(minutes), seed, folder, () -> false, progress);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailure(
          "Reading %s or writing %s failed (%s)."
              .formatted(names(), out, e.getClass().getSimpleName()));
    } catch (TrainingDiverged e) {
      throw new CommandFailure(
          "The training diverged: the loss is not a number. Delete %s and start again with another --seed. %s"
              .formatted(folder, progress.renameDiverged()));
    } catch (OutOfMemoryError e) {
      throw tooLarge();
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        throw tooLarge();
      }
      throw e;
    } catch (TrainingCancelled e) {
      throw new IllegalStateException("nobody cancels it", e);
    }
    if (!progress.written) {
      throw new CommandFailure(
          "Nothing was learned. The text needs a few conversations with a blank line between them, and some minutes; where %s holds a finished run, delete it to begin anew."
              .formatted(folder));
    }
    return ExitCode.OK;
  }

  private Pretrainer pretrainer(NeuralLearner learner) {
    Path from = start;
    if (from == null) {
      return new Pretrainer(learner, vocabulary);
    }
    PretrainedBase base;
    try {
      base = new BaseFile(from, learner).read();
    } catch (IOException e) {
      throw new CommandFailure(
          "%s cannot be read as a base of this kind of --network (%s)."
              .formatted(from, e.getClass().getSimpleName()),
          ExitCode.USAGE);
    }
    return new Pretrainer(learner, base);
  }

  private static CommandFailure tooLarge() {
    return new CommandFailure(
        "There is not enough memory to learn a network of this size. Make --length, --rows or --shape smaller.");
  }

  private String names() {
    return String.join(", ", texts.stream().map(Path::toString).toList());
  }

  private Conversations read() throws IOException {
    List<Conversations> all = new ArrayList<>();
    for (Path text : texts) {
      all.add(read(text));
    }
    return Conversations.of(all);
  }

  private static Conversations read(Path text) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(text));
        InputStream plain = text.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      return Conversations.read(lines);
    }
  }

  /** Prints progress, and writes each better base. */
  private final class Progress implements Pretrainer.Listener {
    private final NeuralLearner learner;
    private final PrintWriter err = environment.terminal().err();
    private int printedPercent = -1;
    private double reached;
    private boolean written;

    Progress(NeuralLearner learner) {
      this.learner = learner;
    }

    /**
     * Renames the base of a failed training, so that it is not taken for a finished one. Returns a
     * message about it.
     */
    String renameDiverged() {
      if (!written) {
        return "No base was written.";
      }
      Path renamed = out.resolveSibling(out.getFileName() + ".diverged");
      try {
        Files.move(out, renamed, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        return "%s is of no use.".formatted(out);
      }
      return "What was learned until then is kept as %s.".formatted(renamed);
    }

    @Override
    public void progress(double fraction, Duration remaining) {
      reached = fraction;
      int percent = (int) (100 * fraction);
      if (percent > printedPercent) {
        printedPercent = percent;
        err.printf(Locale.ROOT, "%d %%, about %d min left%n", percent, remaining.toMinutes());
      }
    }

    @Override
    public void improved(PretrainedBase base, double nats) {
      try {
        new BaseFile(out, learner).write(base);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written = true;
      err.printf(Locale.ROOT, "%.1f %%: %.4f nats a unit: %s written%n", 100 * reached, nats, out);
    }
  }
}
