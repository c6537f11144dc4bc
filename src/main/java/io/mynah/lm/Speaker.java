package io.mynah.lm;

import io.mynah.domain.PersonKey;
import io.mynah.text.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes messages that a person could have written. Thread-safe. */
public final class Speaker {
  /** How many of the last messages of a conversation are taken up before an answer. */
  private static final int CONTEXT = 6;

  /** How often a message is drawn anew because it was said already, or is empty. */
  private static final int ATTEMPTS = 8;

  /** What is said where a model gives nothing but blanks, however often it is asked. */
  private static final String SPEECHLESS = "…";

  /**
   * Samples messages, each an answer to the context (and not to each other).
   *
   * @param person whom the model speaks as
   * @param context what was said before, oldest first; may be empty
   * @return {@code options.count()} messages, none empty, and where it can be avoided no two alike
   */
  public List<String> speak(
      LanguageModel model,
      PersonKey person,
      List<Turn> context,
      SpeakOptions options,
      RandomGenerator random) {
    Listener listener = new Listener(model, new Dialogue(model.tokenizer(), person));
    context.subList(Math.max(0, context.size() - CONTEXT), context.size()).forEach(listener::hear);
    State opening = listener.beforeOwn();
    opening.advance(Control.OWN);
    MessageSampler sampler = new MessageSampler(model, options, random);
    List<String> messages = new ArrayList<>();
    while (messages.size() < options.count()) {
      messages.add(another(sampler, opening, messages));
    }
    return List.copyOf(messages);
  }

  private static String another(MessageSampler sampler, State opening, List<String> before) {
    String said = SPEECHLESS;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String text = sampler.sample(opening.copy());
      if (!text.isEmpty()) {
        said = text;
        if (!before.contains(text)) {
          return text;
        }
      }
    }
    return said;
  }
}
