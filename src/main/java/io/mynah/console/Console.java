package io.mynah.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows lines and reads typed ones. One thread reads while others may show lines. Thread-safe. */
public interface Console extends AutoCloseable {
  /** A choice, made by typing its number. */
  record Choice(int number, String label) {}

  /** Shows lines. */
  void print(List<String> lines);

  /** Shows rows of choices. */
  void printChoices(List<List<Choice>> rows);

  /** Whether {@link #progress} shows anything. */
  boolean showsProgress();

  /** Shows progress in place of the progress shown before; an empty list removes it. */
  void progress(List<String> lines);

  /**
   * Waits for a line of input.
   *
   * @return the line; empty at the end of the input
   * @throws IOException when the input fails
   */
  Optional<String> read() throws IOException;

  /** Shows a line that was read, if it is not visible from typing. */
  void echo(String line);

  @Override
  void close();
}
