package io.mynah.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A terminal line that is overwritten again and again. It is cut to the terminal's width, since
 * only the last row of a wrapped line could be overwritten. Used by one thread at a time.
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
   * @param columns supplies the current width of the terminal; empty if unknown
   */
  ProgressLine(PrintWriter out, Supplier<OptionalInt> columns) {
    this.out = out;
    this.columns = columns;
  }

  /** Makes a line on the process's terminal. */
  public static ProgressLine onTerminal(PrintWriter out) {
    return new ProgressLine(out, ProgressLine::asked);
  }

  /** Replaces the shown line. */
  public void show(String line) {
    columns.get().ifPresent(now -> width = now);
    out.print("\r\u001b[K" + fitting(LineWrap.printable(line), width - 1));
    out.flush();
  }

  /** Keeps the last shown line and moves to the next. */
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

  /** Asks the process's terminal for its width. */
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
