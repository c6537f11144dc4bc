package io.mynah.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A console that reads and writes plain lines, for pipes and simple terminals. */
public final class PlainConsole implements Console {
  private static final String PROMPT = "> ";

  private final BufferedReader in;
  private final PrintWriter out;
  private final boolean typed;
  private boolean prompting;

  /**
   * Makes a console.
   *
   * @param typed whether a user types, so that a prompt is shown and lines are not echoed
   */
  public PlainConsole(Reader in, PrintWriter out, boolean typed) {
    this.in = new BufferedReader(in);
    this.out = out;
    this.typed = typed;
  }

  @Override
  public synchronized void print(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    if (prompting) {
      out.println();
    }
    lines.forEach(line -> out.println(typed ? LineWrap.printable(line) : line));
    if (prompting) {
      out.print(PROMPT);
    }
    out.flush();
  }

  @Override
  public void printChoices(List<List<Choice>> rows) {
    print(rows.stream().map(PlainConsole::line).toList());
  }

  private static String line(List<Choice> row) {
    return row.stream()
        .map(choice -> "  [" + choice.number() + "] " + choice.label())
        .collect(Collectors.joining());
  }

  @Override
  public boolean showsProgress() {
    return false;
  }

  @Override
  public void progress(List<String> lines) {
    // Plain output cannot be replaced.
  }

  @Override
  public Optional<String> read() throws IOException {
    if (!typed) {
      return Optional.ofNullable(in.readLine());
    }
    setPrompting(true);
    try {
      return Optional.ofNullable(in.readLine());
    } finally {
      setPrompting(false);
    }
  }

  private synchronized void setPrompting(boolean prompt) {
    prompting = prompt;
    if (prompt) {
      out.print(PROMPT);
      out.flush();
    }
  }

  @Override
  public void echo(String line) {
    if (!typed) {
      print(List.of(PROMPT + line));
    }
  }

  /** Does nothing, since the streams belong to the process. */
  @Override
  public void close() {}
}
