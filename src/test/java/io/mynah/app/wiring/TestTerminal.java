package io.mynah.app.wiring;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;

/** Terminals that are none. */
public final class TestTerminal {
  private TestTerminal() {}

  /** One where nobody types or reads. */
  public static Terminal silent() {
    return of("", new StringWriter(), new StringWriter());
  }

  /**
   * One whose output can be read.
   *
   * @param input what is typed
   */
  public static Terminal of(String input, StringWriter out, StringWriter err) {
    return new Terminal(
        new BufferedReader(new StringReader(input)),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        false);
  }
}
