package io.mynah.app.benchmark;

import io.mynah.app.command.CommandLineJson;
import io.mynah.app.wiring.CommandEnvironment;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints the result of a benchmark.
 *
 * @param json whether as one JSON object in a line, instead of a sentence
 */
record BenchmarkOutput(CommandEnvironment environment, boolean json) {
  /**
   * Prints a result.
   *
   * @param result a record, whose components become fields
   * @param sentence a format of the figures
   */
  void print(Record result, String sentence, Object... figures) {
    PrintWriter out = environment.terminal().out();
    out.println(
        json ? CommandLineJson.line(result) : String.format(Locale.ROOT, sentence, figures));
    out.flush();
  }
}
