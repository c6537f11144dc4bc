package io.mynah.app;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.Terminal;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;

/**
 * A run of Mynah's command line.
 *
 * @param code its exit code
 * @param out what it wrote
 * @param err what it complained about
 */
record CommandRun(int code, String out, String err) {
  /**
   * Runs a command.
   *
   * @param environment the environment variables
   * @param input what is typed
   */
  static CommandRun of(Map<String, String> environment, String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new BufferedReader(new StringReader(input)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false);
    int code =
        Main.run(
            new CommandEnvironment(environment, new Properties(), terminal, Clock.systemUTC()),
            arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
