package io.mynah.app;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.Terminal;
import io.mynah.app.wiring.TestTerminal;
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
    Terminal terminal = TestTerminal.of(input, out, err);
    int code =
        Main.run(
            new CommandEnvironment(environment, new Properties(), terminal, Clock.systemUTC()),
            arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
