package io.mynah.app;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code mynah try}, {@code mynah bot} and the rest. */
@Command(
    name = "mynah",
    description = "Learns how the people in your chats write, on this machine alone.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    version = "Mynah 0.1.0",
    subcommands = {
      TryCommand.class,
      BotCommand.class,
      TrainCommand.class,
      SpeakCommand.class,
      PeopleCommand.class,
      ForgetCommand.class,
      RekeyCommand.class,
      EvaluateCommand.class,
      ScoreCommand.class,
      BenchCommand.class,
      PretrainCommand.class,
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
    Surroundings surroundings =
        new Surroundings(System.getenv(), System.getProperties(), terminal, Clock.systemUTC());
    System.exit(run(surroundings, arguments));
  }

  /**
   * Runs one command.
   *
   * @return the exit code, see {@link ExitCode}
   */
  static int run(Surroundings surroundings, String... arguments) {
    Terminal terminal = surroundings.terminal();
    CommandLine line =
        new CommandLine(new Main(), new CommandFactory(surroundings))
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(new CommandLine.RunLast())
            .setExitCodeExceptionMapper(Complaint::exitCode)
            .setExecutionExceptionHandler(new Complaint(terminal.err()));
    if (arguments.length == 0) {
      line.usage(terminal.err());
      return ExitCode.USAGE;
    }
    return line.execute(arguments);
  }
}
