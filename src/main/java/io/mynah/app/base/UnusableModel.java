package io.mynah.app.base;

import java.io.IOException;

/** Thrown when a model cannot become a base, however often it is loaded; the message says why. */
final class UnusableModel extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  private UnusableModel(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** Why, for the user. */
  String sentence() {
    return sentence;
  }

  /** Reads something of a published model. */
  @FunctionalInterface
  interface Reading<T> {
    /**
     * Reads it.
     *
     * @throws IOException when the model is damaged or not supported; its message says why
     */
    T read() throws IOException;
  }

  /** Returns what is read, unless the model cannot be used. */
  static <T> T unless(Reading<T> reading) throws UnusableModel {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UnusableModel(String.valueOf(e.getMessage()));
    }
  }
}
