package io.mynah.app.wiring;

/** What the process's exit code says; documented in docs/command-line.md. */
public final class ExitCode {
  public static final int OK = 0;

  /** What was asked for could not be done; the error stream says why. */
  public static final int FAILED = 1;

  /** The command line or a setting is wrong. */
  public static final int USAGE = 2;

  /** Another Mynah uses the data folder. */
  static final int IN_USE = 3;

  /** A fault of Mynah's own. */
  public static final int FAULT = 70;

  private ExitCode() {}
}
