package io.mynah.app.command;

import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ConfigException;
import io.mynah.app.wiring.ExitCode;
import java.io.PrintWriter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what a command threw into a sentence on the error stream and an exit code. */
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
    } else {
      String id = UUID.randomUUID().toString().substring(0, 8);
      // The message of an exception may hold a text; its kind and place do not.
      LOG.error("fault {}: {} at {}", id, thrown.getClass().getName(), place(thrown));
      err.println(
          "Something went wrong inside Mynah (%s, number %s). The log in the data folder says where."
              .formatted(thrown.getClass().getSimpleName(), id));
    }
    return exitCode(thrown);
  }

  private static String place(Throwable thrown) {
    StringBuilder trace = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      trace.append(cause.getClass().getName());
      for (StackTraceElement frame : cause.getStackTrace()) {
        trace.append("\n\tat ").append(frame);
      }
      trace.append('\n');
    }
    return trace.toString();
  }

  public static int exitCode(Throwable thrown) {
    if (thrown instanceof CommandFailure known) {
      return known.exitCode();
    }
    boolean wronglyAsked =
        thrown instanceof ConfigException || thrown instanceof CommandLine.ParameterException;
    return wronglyAsked ? ExitCode.USAGE : ExitCode.FAULT;
  }
}
