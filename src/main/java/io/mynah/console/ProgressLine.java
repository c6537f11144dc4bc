package io.mynah.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A line of a terminal that is written anew again and again. It is cut to the terminal's width: of
 * one that went on in a second row the first would stay. Used by one thread at a time.
 */
public final class ProgressLine {
  private static final int USUAL_WIDTH = 80;
  private static final String CUT = "…";

  private final PrintWriter out;
  private final Supplier<OptionalInt> columns;
  private int width = USUAL_WIDTH;

  /**
   * Makes a line.
   *
   * @param columns how wide the terminal is now; empty if that is not known
   */
  ProgressLine(PrintWriter out, Supplier<OptionalInt> columns) {
    this.out = out;
    this.columns = columns;
  }

  /** A line of the process's terminal. */
  public static ProgressLine onTerminal(PrintWriter out) {
    return new ProgressLine(out, ProgressLine::asked);
  }

  /** Shows a line in place of the one before. */
  public void show(String line) {
    columns.get().ifPresent(now -> width = now);
    out.print("\r\u001b[K" + fitting(LineWrap.printable(line), width - 1));
    out.flush();
  }

  /** Leaves what was shown last where it is. */
  public void end() {
    out.println();
  }

  private static String fitting(String line, int most) {
    if (LineWrap.columns(line) <= most) {
      return line;
    }
    int end = LineWrap.fitting(line, Math.max(1, most - 1));
    return line.substring(0, end) + CUT;
  }

  /** What the terminal that the process has for its input says. */
  private static OptionalInt asked() {
    try {
      Process process =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return answer.matches("\\d{1,4} [1-9]\\d{1,3}")
          ? OptionalInt.of(Integer.parseInt(answer.substring(answer.indexOf(' ') + 1)))
          : OptionalInt.empty();
    } catch (IOException | RuntimeException e) {
      return OptionalInt.empty();
    }
  }
}
