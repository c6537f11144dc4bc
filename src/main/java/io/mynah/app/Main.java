package io.mynah.app;

import io.mynah.app.backup.BackupSubcommand;
import io.mynah.app.backup.RestoreSubcommand;
import io.mynah.app.base.BaseSubcommand;
import io.mynah.app.benchmark.BenchSubcommand;
import io.mynah.app.command.BotSubcommand;
import io.mynah.app.command.CommandFactory;
import io.mynah.app.command.ConvertSubcommand;
import io.mynah.app.command.EvaluateSubcommand;
import io.mynah.app.command.ExceptionReporter;
import io.mynah.app.command.ForgetSubcommand;
import io.mynah.app.command.HealthSubcommand;
import io.mynah.app.command.ImportSubcommand;
import io.mynah.app.command.MigrateSubcommand;
import io.mynah.app.command.PeopleSubcommand;
import io.mynah.app.command.PretrainSubcommand;
import io.mynah.app.command.RekeySubcommand;
import io.mynah.app.command.ScoreSubcommand;
import io.mynah.app.command.SpeakSubcommand;
import io.mynah.app.command.TrainSubcommand;
import io.mynah.app.command.TrySubcommand;
import io.mynah.app.command.WorkerSubcommand;
import io.mynah.app.users.UsersSubcommand;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Terminal;
import io.mynah.app.wiring.Version;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The main class, which runs the command line: {@code mynah try}, {@code mynah bot} and the other
 * commands.
 */
@Command(
    name = "mynah",
    description = "Learns how the people in your chats write, on this machine alone.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    version = "Mynah " + Version.NUMBER,
    subcommands = {
      TrySubcommand.class,
      BotSubcommand.class,
      WorkerSubcommand.class,
      HealthSubcommand.class,
      TrainSubcommand.class,
      SpeakSubcommand.class,
      PeopleSubcommand.class,
      ImportSubcommand.class,
      ForgetSubcommand.class,
      UsersSubcommand.class,
      BackupSubcommand.class,
      RestoreSubcommand.class,
      RekeySubcommand.class,
      MigrateSubcommand.class,
      EvaluateSubcommand.class,
      ScoreSubcommand.class,
      BenchSubcommand.class,
      BaseSubcommand.class,
      PretrainSubcommand.class,
      ConvertSubcommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Terminal terminal =
        new Terminal(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            Boolean.getBoolean("mynah.terminal"));
    CommandEnvironment environment =
        new CommandEnvironment(
            System.getenv(), System.getProperties(), terminal, Clock.systemUTC());
    System.exit(run(environment, arguments));
  }

  /**
   * Runs one command.
   *
   * @return the exit code, see {@link ExitCode}
   */
  static int run(CommandEnvironment environment, String... arguments) {
    Terminal terminal = environment.terminal();
    CommandLine line =
        new CommandLine(new Main(), new CommandFactory(environment))
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(new CommandLine.RunLast())
            .setExitCodeExceptionMapper(ExceptionReporter::exitCode)
            .setExecutionExceptionHandler(new ExceptionReporter(terminal.err()));
    if (arguments.length == 0) {
      line.usage(terminal.err());
      return ExitCode.USAGE;
    }
    return line.execute(arguments);
  }
}
