package io.mynah.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lines as they are, in and out: for pipes, and for terminals that cannot do more. */
public final class PlainConsole implements Console {
  private static final String PROMPT = "> ";

  private final BufferedReader in;
  private final PrintWriter out;
  private final boolean typed;
  private boolean asking;

  /**
   * Makes a console.
   *
   * @param typed whether somebody types, and so is asked for each line and sees what they type
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
    if (asking) {
      out.println();
    }
    lines.forEach(line -> out.println(typed ? LineWrap.printable(line) : line));
    if (asking) {
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
    // What was printed stays.
  }

  @Override
  public Optional<String> read() throws IOException {
    if (!typed) {
      return Optional.ofNullable(in.readLine());
    }
    ask(true);
    try {
      return Optional.ofNullable(in.readLine());
    } finally {
      ask(false);
    }
  }

  private synchronized void ask(boolean now) {
    asking = now;
    if (now) {
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

  /** Leaves the streams open, which are the process's. */
  @Override
  public void close() {}
}
