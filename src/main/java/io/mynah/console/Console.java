package io.mynah.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where lines are shown and typed. Thread-safe; lines are read by one thread, and others may show
 * something meanwhile.
 */
public interface Console extends AutoCloseable {
  /** A choice that is made by typing its number. */
  record Choice(int number, String label) {}

  /** Shows lines. */
  void print(List<String> lines);

  /** Shows rows of choices. */
  void printChoices(List<List<Choice>> rows);

  /** Whether {@link #progress} shows anything. */
  boolean showsProgress();

  /** Shows how far things are, in place of what was shown of that before; no lines end it. */
  void progress(List<String> lines);

  /**
   * Waits for a line to be typed.
   *
   * @return the line; empty when there will be no more
   * @throws IOException when the input fails
   */
  Optional<String> read() throws IOException;

  /** Shows a line that was read and is taken, where it does not show by being typed. */
  void echo(String line);

  @Override
  void close();
}
