package io.mynah.app.command;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.app.wiring.NetworkLearner;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.PretrainedBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah convert BASE --out FILE}: writes a base anew, in the present form. */
@Command(
    name = "convert",
    description =
        "Writes a base of an earlier version anew, in the present form, which is smaller. Voices stay the same.")
public final class ConvertSubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Parameters(paramLabel = "BASE", description = "A file that pretrain made.")
  private Path base = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write the base; may be the same file.")
  private Path out = Path.of("");

  ConvertSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Logging.quiet();
    NetworkLearner learner =
        new NetworkLearner(VoiceLearning.PARAMETERS.network(), BaseNetworks.NONE);
    PretrainedBase read;
    try {
      read = new BaseFile(base, learner).read();
    } catch (IOException e) {
      throw new CommandFailure(
          "%s is no base that can be read (%s). Name a file that mynah pretrain made."
              .formatted(base, e.getClass().getSimpleName()));
    }
    try {
      new BaseFile(out, learner).write(read);
      environment.terminal().out().printf(Locale.ROOT, "%s: %.1f MB%n", out, Files.size(out) / 1e6);
    } catch (IOException e) {
      throw new CommandFailure(
          "%s cannot be written (%s). Name a file in a folder that there is, with room on its disk."
              .formatted(out, e.getClass().getSimpleName()));
    }
    return ExitCode.OK;
  }
}
