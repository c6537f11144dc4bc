package io.mynah.app.benchmark;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah bench recurrent}: the speed of the recurrent network. */
@Command(
    name = "recurrent",
    description =
        "Measures training the recurrent network and taking a step with it, next to a matrix product.")
public final class RecurrentBenchSubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Option(names = "--vocabulary", defaultValue = "4000", description = "How many tokens.")
  private int vocabulary;

  @Option(names = "--hidden", defaultValue = "512", description = "Cells.")
  private int hidden;

  @Option(names = "--layers", defaultValue = "1", description = "Layers.")
  private int layers;

  @Option(names = "--batch", defaultValue = "16", description = "Pieces side by side.")
  private int batch;

  @Option(names = "--steps", defaultValue = "48", description = "Tokens per update.")
  private int steps;

  @Option(
      names = "--single",
      description = "Use single precision for the factors even if the processor has bfloat16.")
  private boolean single;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public RecurrentBenchSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Logging.quiet();
    if (IntStream.of(vocabulary, hidden, layers, batch, steps).anyMatch(number -> number < 1)) {
      throw new CommandFailure("A network has one of everything at least.", ExitCode.USAGE);
    }
    RecurrentBenchmark.Result speed =
        RecurrentBenchmark.run(vocabulary, hidden, layers, batch, steps, single);
    new BenchmarkOutput(environment, json)
        .print(
            speed,
            "training %.0f tokens/s, %.0f GFLOP/s of %.0f; a token spoken %.0f µs",
            speed.trainTokensPerS(),
            speed.trainGflops(),
            speed.gemmGflops(),
            speed.generateStepUs());
    return ExitCode.OK;
  }
}
