package io.mynah.app.base;

/** Thrown when a model cannot become a base, however often it is loaded; the message says why. */
final class UnusableModel extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /**
   * @param sentence why, for the user
   */
  UnusableModel(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** Why, for the user. */
  String sentence() {
    return sentence;
  }
}
