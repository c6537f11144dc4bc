package io.mynah.lm;

import io.mynah.domain.PersonKey;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes messages that a person could have written. Thread-safe. */
public final class Speaker {
  /**
   * Samples messages, each an answer to the context (and not to each other).
   *
   * @param person whom the model speaks as
   * @param context what was said before, oldest first; may be empty
   * @return {@code options.count()} messages, none empty
   */
  public List<String> speak(
      LanguageModel model,
      PersonKey person,
      List<Turn> context,
      SpeakOptions options,
      RandomGenerator random) {
    throw new UnsupportedOperationException();
  }
}
