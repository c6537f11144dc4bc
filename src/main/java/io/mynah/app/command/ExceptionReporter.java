package io.mynah.app.command;

import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ConfigException;
import io.mynah.app.wiring.ExitCode;
import io.mynah.store.database.FaultKind;
import java.io.PrintWriter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Reports an exception of a command: prints a sentence to the error stream and returns an exit
 * code.
 */
public final class ExceptionReporter implements CommandLine.IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ExceptionReporter.class);

  private final PrintWriter err;

  public ExceptionReporter(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine command, CommandLine.ParseResult result) {
    if (thrown instanceof CommandFailure || thrown instanceof ConfigException) {
      err.println(thrown.getMessage());
    } else if (FaultKind.isPassing(thrown)) {
      LOG.error("The database server was out of reach: {}", FaultKind.of(thrown));
      err.println(
          "The connection to the database server broke. Check that the server runs, and start again.");
    } else {
      String id = UUID.randomUUID().toString().substring(0, 8);
      LOG.error("fault {}", id, thrown);
      err.println(
          "Something went wrong inside Mynah (%s, number %s). The log in the data folder says where."
              .formatted(thrown.getClass().getSimpleName(), id));
    }
    return exitCode(thrown);
  }

  public static int exitCode(Throwable thrown) {
    if (thrown instanceof CommandFailure known) {
      return known.exitCode();
    }
    if (FaultKind.isPassing(thrown)) {
      return ExitCode.CUT_OFF;
    }
    boolean wrongUsage =
        thrown instanceof ConfigException || thrown instanceof CommandLine.ParameterException;
    return wrongUsage ? ExitCode.USAGE : ExitCode.FAULT;
  }
}
