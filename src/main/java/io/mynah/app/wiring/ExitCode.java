package io.mynah.app.wiring;

/** The exit codes of the process; documented in docs/command-line.md. */
public final class ExitCode {
  public static final int OK = 0;

  /** The command failed; the error stream says why. */
  public static final int FAILED = 1;

  /** The command line or a setting is wrong. */
  public static final int USAGE = 2;

  /** Another Mynah uses the data folder or the database. */
  public static final int IN_USE = 3;

  /** The database server is out of reach, or was for too long. */
  public static final int CUT_OFF = 4;

  /** No process serves its health at the address. */
  public static final int NO_ANSWER = 5;

  /** An internal error. */
  public static final int FAULT = 70;

  private ExitCode() {}
}
