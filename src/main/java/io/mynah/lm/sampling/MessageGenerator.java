package io.mynah.lm.sampling;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ContextReader;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.Turn;
import io.mynah.text.BlankText;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages that a person could have written. Secrets in what was said before are masked, so
 * that they are not echoed. Thread-safe.
 */
public final class MessageGenerator {
  /** Among how many answers to a context the one is chosen that fits it best. */
  public static final int CANDIDATES = 3;

  /** How many of the last messages of a conversation are taken up before an answer. */
  private static final int CONTEXT = 6;

  /** How often a message is drawn anew because it was said already, or is empty. */
  private static final int ATTEMPTS = 8;

  /** What no message has in it: control characters, and those of the kind of a placeholder. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\x{E000}-\\x{EFFF}&&[^\\n\\t]]");

  /** What is said where a model gives nothing but blanks, however often it is asked. */
  private static final String SPEECHLESS = "…";

  /**
   * Samples messages, each an answer to the context (and not to each other). Of several candidates
   * that one is given whose P(message | context) / P(message) is greatest: a model left to itself
   * prefers what can be said to anything (Li et al., A diversity-promoting objective function for
   * neural conversation models, NAACL 2016).
   *
   * @param learned the model
   * @param person whom it speaks as
   * @param context what was said before, oldest first; may be empty
   * @return {@code options.count()} messages, none empty, and none with a long passage that the
   *     model learned; and where it can be avoided no two alike and none that repeats the context
   */
  public List<String> speak(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      GenerationOptions options,
      RandomGenerator random) {
    LanguageModel model = learned.speaking();
    List<Turn> heard = last(context);
    State opening = opening(reader(model, person, heard));
    State alone = heard.isEmpty() ? null : opening(reader(model, person, List.of()));
    MessageSampler sampler = new MessageSampler(model, options, random);
    Set<String> said = texts(heard);
    List<String> messages = new ArrayList<>();
    while (messages.size() < options.count()) {
      String message =
          another(model, () -> sampler.sample(opening, alone, candidates(alone)), said, "");
      messages.add(message);
      said.add(message);
    }
    return List.copyOf(messages);
  }

  /**
   * Samples as many messages in a row as the person sends: the first is an answer to the context,
   * each other one goes on from those before it.
   *
   * @param options how to speak; its count is the most messages that there may be
   * @return one message at least; for the rest see {@link #speak}
   */
  public List<String> burst(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      GenerationOptions options,
      RandomGenerator random) {
    LanguageModel model = learned.speaking();
    int size = learned.habits().drawBurst(random, options.count());
    List<Turn> heard = last(context);
    ContextReader reader = reader(model, person, heard);
    State nothing = opening(reader(model, person, List.of()));
    MessageSampler sampler = new MessageSampler(model, options, random);
    Set<String> said = texts(heard);
    List<String> messages = new ArrayList<>();
    while (messages.size() < size) {
      State opening = opening(reader);
      State alone = said.isEmpty() ? null : nothing;
      String message =
          another(model, () -> sampler.sample(opening, alone, candidates(alone)), said, "");
      messages.add(message);
      said.add(message);
      reader.hearOwn(message);
    }
    return List.copyOf(messages);
  }

  /**
   * Samples a message that begins with a text, which may end within a word.
   *
   * @param options how to speak; its count has no meaning here
   * @param beginning of the message; space around it and control characters are left out
   * @return the message, {@code beginning} included, which alone may be a passage that was learned;
   *     for the rest see {@link #speak}
   * @throws IllegalArgumentException when there is nothing to begin with
   */
  public String complete(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      String beginning,
      GenerationOptions options,
      RandomGenerator random) {
    String begun = CONTROL.matcher(beginning).replaceAll("").strip();
    if (begun.isEmpty()) {
      throw new IllegalArgumentException("nothing to begin with");
    }
    LanguageModel model = learned.speaking();
    List<Turn> heard = last(context);
    State opening = opening(reader(model, person, heard));
    State alone = heard.isEmpty() ? null : opening(reader(model, person, List.of()));
    MessageSampler sampler = new MessageSampler(model, options, random);
    PrefixConstraint start = new PrefixConstraint(model, opening, alone, begun);
    Set<String> said = texts(heard);
    said.add(begun);
    return another(model, () -> sampler.complete(start, candidates(alone)), said, begun);
  }

  /** The last turns, with secrets masked. */
  private static List<Turn> last(List<Turn> context) {
    return context.subList(Math.max(0, context.size() - CONTEXT), context.size()).stream()
        .map(Turn::masked)
        .toList();
  }

  private static Set<String> texts(List<Turn> heard) {
    Set<String> texts = new HashSet<>();
    heard.forEach(turn -> texts.add(turn.text().strip()));
    return texts;
  }

  private static ContextReader reader(LanguageModel model, PersonKey person, List<Turn> heard) {
    ContextReader reader =
        new ContextReader(model, new ConversationEncoder(model.tokenizer(), person));
    heard.forEach(reader::hear);
    return reader;
  }

  /**
   * Samples messages side by side that answer nothing, and do not know of each other: what a person
   * often says comes often.
   *
   * @return {@code options.count()} messages, none empty, and none with a long passage that the
   *     model learned
   */
  public List<String> speakAlone(
      LanguageModel learned, PersonKey person, GenerationOptions options, RandomGenerator random) {
    LanguageModel model = learned.speaking();
    State opening = opening(reader(model, person, List.of()));
    MessageSampler sampler = new MessageSampler(model, options, random);
    List<String> messages = new ArrayList<>();
    for (int attempt = 0; messages.size() < options.count(); attempt++) {
      boolean last = attempt == ATTEMPTS;
      sampler.sample(opening, null, options.count() - messages.size()).stream()
          .map(PartialMessage::text)
          .filter(text -> last || (!BlankText.is(text) && !model.repeats(text)))
          .map(text -> shortened(model, text, ""))
          .forEach(messages::add);
    }
    return List.copyOf(messages);
  }

  /** The state after the token that opens the person's next message. */
  private static State opening(ContextReader reader) {
    State opening = reader.beforeOwn().copy();
    opening.advance(ControlTokens.OWN);
    return opening;
  }

  private static int candidates(@Nullable State alone) {
    return alone == null ? 1 : CANDIDATES;
  }

  /**
   * @param kept what the message begins with in any case
   */
  private static String another(
      LanguageModel model,
      Supplier<List<PartialMessage>> candidates,
      Set<String> said,
      String kept) {
    String last = SPEECHLESS;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      for (String text : bestFirst(candidates.get())) {
        last = text;
        if (!said.contains(text) && !model.repeats(text)) {
          return text;
        }
      }
    }
    return shortened(model, last, kept);
  }

  /**
   * What is left of a message once so many of its last words are taken away that it has no long
   * passage in it that was learned: of a model that knows little else by heart, a few words.
   */
  private static String shortened(LanguageModel model, String text, String kept) {
    String left = text;
    while (left.length() > kept.length() && model.repeats(left)) {
      left = withoutLastWord(left);
    }
    if (left.length() < kept.length()) {
      return kept;
    }
    return BlankText.is(left) ? SPEECHLESS : left;
  }

  /** Where there are no blanks, without the last character. */
  private static String withoutLastWord(String text) {
    int end = text.length();
    while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end == 0 ? text.offsetByCodePoints(text.length(), -1) : end).strip();
  }

  /** Messages that could come next, what fits best first. */
  private static List<String> bestFirst(List<PartialMessage> drafts) {
    return drafts.stream()
        .sorted(Comparator.comparingDouble(draft -> -draft.fit()))
        .map(PartialMessage::text)
        .filter(text -> !BlankText.is(text))
        .toList();
  }
}
