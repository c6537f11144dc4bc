package io.mynah.app;

/** What a command was asked for cannot be done; the message tells the user why and what to do. */
final class CannotDo extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CannotDo(String message) {
    this(message, ExitCode.FAILED);
  }

  CannotDo(String message, int exitCode) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
