package io.mynah.app;

/** What the process's exit code says; documented in docs/command-line.md. */
final class ExitCode {
  static final int OK = 0;

  /** What was asked for could not be done; the error stream says why. */
  static final int FAILED = 1;

  /** The command line or a setting is wrong. */
  static final int USAGE = 2;

  /** Another Mynah uses the data folder. */
  static final int IN_USE = 3;

  /** A fault of Mynah's own. */
  static final int FAULT = 70;

  private ExitCode() {}
}
