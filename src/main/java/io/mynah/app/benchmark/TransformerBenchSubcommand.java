package io.mynah.app.benchmark;

import io.mynah.app.command.ShapeOption;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.lm.transformer.TransformerFormat;
import io.mynah.lm.transformer.TransformerShape;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code mynah bench transformer}: the speed of a transformer, or of a person on an open model. */
@Command(
    name = "transformer",
    description =
        "Measures training a transformer and taking a step with it, next to a matrix product; with an open model's shape, training and speaking with adapters.")
public final class TransformerBenchSubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Option(
      names = "--shape",
      paramLabel = "MODEL|" + ShapeOption.LABEL,
      defaultValue = ShapeOption.POCKET,
      description =
          "The shape (default: ${DEFAULT-VALUE}), or an open model's: pocket, smollm2-135m, smollm2-360m, qwen3-0.6b. Of the other options only --seconds and --json are for these.")
  private String shape = ShapeOption.POCKET;

  @Option(names = "--vocabulary", defaultValue = "4096", description = "How many tokens.")
  private int vocabulary;

  @Option(names = "--rows", defaultValue = "16", description = "Rows per update.")
  private int rows;

  @Option(names = "--length", defaultValue = "160", description = "Tokens per row.")
  private int length;

  @Option(
      names = "--single",
      description = "Use single precision for the factors even if the processor has bfloat16.")
  private boolean single;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description =
          "How long each speed of an open model's shape is measured (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public TransformerBenchSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Logging.quiet();
    Optional<TransformerShape> model = OpenModelShapes.named(shape);
    if (seconds < 0) {
      throw new CommandFailure("--seconds must be 0 or more.", ExitCode.USAGE);
    }
    if (model.isPresent()) {
      print(OpenModelBenchmark.ofRandom(model.get(), Duration.ofSeconds(seconds)));
      return ExitCode.OK;
    }
    if (vocabulary < 5 || rows < 1 || length < 2) {
      throw new CommandFailure(
          "--rows must be 1 or more, --length 2 or more, --vocabulary 5 or more.", ExitCode.USAGE);
    }
    TransformerShape measured = sizes(shape).over(vocabulary, length);
    if (!TransformerFormat.holds(measured)) {
      throw new CommandFailure(
          "A network of this --shape with %d tokens is larger than Mynah can keep. Make one of them smaller."
              .formatted(vocabulary),
          ExitCode.USAGE);
    }
    TransformerBenchmark.Result speed = TransformerBenchmark.run(measured, rows, length, single);
    new BenchmarkOutput(environment, json)
        .print(
            speed,
            "%.1f M weights: training %.0f tokens/s, %.0f GFLOP/s of %.0f (by Muon %.0f tokens/s, of adapters %.0f), %.0f MB; a token spoken %.2f ms, eight side by side %.2f ms; with adapters (%.1f MB) %.2f and %.2f ms",
            speed.weights() / 1e6,
            speed.trainTokensPerS(),
            speed.trainGflops(),
            speed.gemmGflops(),
            speed.muonTokensPerS(),
            speed.adapterTokensPerS(),
            speed.trainMegabytes(),
            speed.stepMs(),
            speed.eightStepsMs(),
            speed.adapterMegabytes(),
            speed.adaptedStepMs(),
            speed.eightAdaptedStepsMs());
    return ExitCode.OK;
  }

  private static ShapeOption.Shape sizes(String shape) {
    try {
      return new ShapeOption().convert(shape);
    } catch (TypeConversionException e) {
      throw new CommandFailure(
          "--shape: %s, or one of %s.".formatted(e.getMessage(), OpenModelShapes.names()),
          ExitCode.USAGE);
    }
  }

  private void print(OpenModelBenchmark.Result speed) {
    new BenchmarkOutput(environment, json)
        .print(
            speed,
            "%.0f M weights, adapters of rank %d: training %.0f tokens/s in %.0f MB beside the base, speaking %.0f; first token after %.0f ms, a reply %.0f ms; the base %.0f MB, a person %.1f MB, the process %.0f MB at most",
            speed.weights() / 1e6,
            speed.rank(),
            speed.trainTokensPerS(),
            speed.trainMegabytes(),
            speed.speakTokensPerS(),
            speed.firstTokenMs(),
            speed.replyMs(),
            speed.baseMegabytes(),
            speed.adapterMegabytes(),
            speed.peakMegabytes());
  }
}
