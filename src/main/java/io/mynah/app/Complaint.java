package io.mynah.app;

import java.io.PrintWriter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what a command threw into a sentence on the error stream and an exit code. */
final class Complaint implements CommandLine.IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Complaint.class);

  private final PrintWriter err;

  Complaint(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine command, CommandLine.ParseResult result) {
    if (thrown instanceof CannotDo || thrown instanceof ConfigException) {
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

  static int exitCode(Throwable thrown) {
    if (thrown instanceof CannotDo known) {
      return known.exitCode();
    }
    boolean wronglyAsked =
        thrown instanceof ConfigException || thrown instanceof CommandLine.ParameterException;
    return wronglyAsked ? ExitCode.USAGE : ExitCode.FAULT;
  }
}
