package io.mynah.lm.sampling;

import io.mynah.domain.PersonKey;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Generates messages that a person could have written. Secrets in the context are masked, so that
 * they are not repeated. Thread-safe.
 */
public final class MessageGenerator {
  /**
   * Characters that no message contains: control characters, private-use characters such as the
   * placeholder, and those that Unicode reserves for a program's own use, such as marks in texts.
   */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\x{E000}-\\x{EFFF}\\x{FDD0}-\\x{FDEF}&&[^\\n\\t]]");

  /**
   * Samples messages, each an answer to the context (and not to each other).
   *
   * @param learned the model
   * @param person the person it speaks as
   * @param context the messages before, oldest first; may be empty
   * @return {@code options.count()} messages, none empty, and none with a long passage that the
   *     model learned; if possible, no two are equal and none repeats the context
   */
  public List<String> speak(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      GenerationOptions options,
      RandomGenerator random) {
    Speaking speaking = new Speaking(learned, person, context, options, random);
    List<String> messages = new ArrayList<>();
    while (messages.size() < options.count()) {
      String message = speaking.answer();
      messages.add(message);
      speaking.leaveOut(message);
    }
    return List.copyOf(messages);
  }

  /**
   * Samples a burst of messages, as many in a row as the person would send. The first is an answer
   * to the context, each other one continues those before it.
   *
   * @param options how to generate; its count is an upper limit
   * @return at least one message; otherwise as for {@link #speak}
   */
  public List<String> burst(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      GenerationOptions options,
      RandomGenerator random) {
    Speaking speaking = new Speaking(learned, person, context, options.withCount(1), random);
    int size = learned.habits().drawBurst(random, options.count());
    List<String> messages = new ArrayList<>();
    messages.add(speaking.answer());
    while (messages.size() < size) {
      messages.add(speaking.next(messages.get(messages.size() - 1)));
    }
    return List.copyOf(messages);
  }

  /**
   * Samples a message that begins with a given text, which may end within a word.
   *
   * @param options how to generate; its count is ignored
   * @param beginning of the message; space around it and control characters are removed
   * @return the message, {@code beginning} included; only {@code beginning} may itself be a learned
   *     passage; otherwise as for {@link #speak}
   * @throws IllegalArgumentException when nothing is left of the beginning
   */
  public String complete(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      String beginning,
      GenerationOptions options,
      RandomGenerator random) {
    String prefix = CONTROL.matcher(beginning).replaceAll("").strip();
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("nothing to begin with");
    }
    return new Speaking(learned, person, context, options, random).completion(prefix);
  }

  /**
   * Samples messages without a context, independently of each other, so that what the person often
   * says comes often.
   *
   * @return {@code options.count()} messages, none empty, and none with a long passage that the
   *     model learned
   */
  public List<String> speakAlone(
      LanguageModel learned, PersonKey person, GenerationOptions options, RandomGenerator random) {
    return new Speaking(learned, person, List.of(), options, random).independent();
  }
}
