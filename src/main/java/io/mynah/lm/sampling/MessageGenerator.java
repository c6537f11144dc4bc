package io.mynah.lm.sampling;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ContextReader;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Answering;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.text.BlankText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Generates messages that a person could have written. Secrets in the context are masked, so that
 * they are not repeated. Thread-safe.
 */
public final class MessageGenerator {
  /** Most messages that are drawn side by side; the state of each takes some 100 kB. */
  private static final int SIDE_BY_SIDE = 64;

  /** How often a message is drawn again because it was said already, or is empty. */
  private static final int ATTEMPTS = 8;

  /**
   * Characters that no message contains: control characters, private-use characters such as the
   * placeholder, and those that Unicode reserves for a program's own use, such as marks in texts.
   */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\x{E000}-\\x{EFFF}\\x{FDD0}-\\x{FDEF}&&[^\\n\\t]]");

  /** The message for a model that generates only blanks, however often it is asked. */
  private static final String NO_TEXT = "…";

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
    LanguageModel model = speaking(learned, person, options);
    Conversation conversation = new Conversation(model, person, context);
    State opening = conversation.opening();
    Attempt attempt = attempt(model, options, random, conversation);
    List<String> answers = answers(model, conversation, options, random);
    Said said = said(conversation);
    List<String> messages = new ArrayList<>();
    while (messages.size() < options.count()) {
      String message = attempt.first(answers, said).orElseGet(() -> attempt.message(opening, said));
      messages.add(message);
      said.addAside(message);
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
    LanguageModel model = speaking(learned, person, options);
    int size = learned.habits().drawBurst(random, options.count());
    Conversation conversation = new Conversation(model, person, context);
    ContextReader reader = conversation.reader();
    Attempt attempt = attempt(model, options, random, conversation);
    List<String> answers = answers(model, conversation, options, random);
    Said said = said(conversation);
    List<String> messages = new ArrayList<>();
    while (messages.size() < size) {
      if (messages.size() == 1) {
        attempt = new Attempt(model, options, random, null, false);
      }
      Attempt next = attempt;
      String message =
          next.first(messages.isEmpty() ? answers : List.of(), said)
              .orElseGet(() -> next.message(Conversation.opening(reader), said));
      messages.add(message);
      said.addOwn(message);
      reader.addOwn(message);
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
    LanguageModel model = speaking(learned, person, options);
    Conversation conversation = new Conversation(model, person, context);
    PrefixConstraint start = new PrefixConstraint(model, conversation.opening(), prefix);
    Said said = said(conversation);
    said.addAside(prefix);
    return attempt(model, options, random, conversation).completion(start, prefix, said);
  }

  private static Attempt attempt(
      LanguageModel model,
      GenerationOptions options,
      RandomGenerator random,
      Conversation conversation) {
    State unanswered = conversation.isEmpty() ? null : conversation.unanswered();
    return new Attempt(model, options, random, unanswered, conversation.isEmpty());
  }

  private static Said said(Conversation conversation) {
    return new Said(conversation.texts(), conversation.ownTexts());
  }

  /** The person's short answers to what was said last, the best first. */
  private static List<String> answers(
      LanguageModel model,
      Conversation conversation,
      GenerationOptions options,
      RandomGenerator random) {
    SamplingRule rule = options.rule();
    Answering answering = rule.candidates().answering();
    return answering == null || !conversation.asks()
        ? List.of()
        : new AnswerSearch(model, answering, rule.temperature(), random).search(conversation);
  }

  private static LanguageModel speaking(
      LanguageModel learned, PersonKey person, GenerationOptions options) {
    return learned.speaking(
        options.examples().stream()
            .map(text -> new Turn(person, Instant.EPOCH, text).masked().text())
            .toList());
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
    LanguageModel model = speaking(learned, person, options);
    State opening = new Conversation(model, person, List.of()).opening();
    Attempt attempt = new Attempt(model, options, random, null, true);
    return attempt.messages(opening, options.count());
  }

  /**
   * Removes words from the end of a message until it contains no long learned passage. For a model
   * that knows little else by heart, a few words are left.
   */
  private static String shortened(LanguageModel model, String text, String kept) {
    String left = text;
    while (left.length() > kept.length() && model.repeats(left)) {
      left = withoutLastWord(left);
    }
    if (left.length() < kept.length()) {
      return kept;
    }
    return BlankText.is(left) ? NO_TEXT : left;
  }

  /** The text without its last word, or without its last character if it has no blanks. */
  private static String withoutLastWord(String text) {
    int end = text.length();
    while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end == 0 ? text.offsetByCodePoints(text.length(), -1) : end).strip();
  }

  /** Draws messages until one may be said. For one thread. */
  private static final class Attempt {
    private final LanguageModel model;
    private final MessageSampler sampler;
    private final MessageRanking ranking;
    private final FragmentFilter fragments;
    private final AddressFilter address;
    private final Dislikes dislikes;
    private final int atOnce;

    /**
     * @param unanswered the state without what is answered, after the token that opens the message;
     *     null if it answers nothing
     * @param alone whether nothing was said before
     */
    Attempt(
        LanguageModel model,
        GenerationOptions options,
        RandomGenerator random,
        @Nullable State unanswered,
        boolean alone) {
      this.model = model;
      CandidateRule rule = options.rule().candidates();
      Preference preference = unanswered == null ? rule.message() : rule.answer();
      EmojiTokens emoji = new EmojiTokens(model.tokenizer());
      dislikes = new Dislikes(options.disliked());
      ranking = new MessageRanking(model, emoji, preference.score(), unanswered, dislikes);
      sampler = new MessageSampler(model, emoji, options, preference, ranking, alone, random);
      fragments = new FragmentFilter(model);
      address = AddressFilter.of(List.of(options.speaker()), List.of());
      atOnce = Math.max(1, SIDE_BY_SIDE / (rule.count() * preference.drawing().begun()));
    }

    /** The first of some messages that may be said. */
    Optional<String> first(List<String> messages, Said said) {
      Predicate<String> usable = usable(said, "");
      return messages.stream()
          .filter(text -> usable.test(text) && !dislikes.hasSame(text))
          .findFirst();
    }

    String message(State opening, Said said) {
      return newMessage(() -> sampler.sample(opening, 1).get(0), usable(said, ""), "");
    }

    String completion(PrefixConstraint start, String prefix, Said said) {
      return newMessage(() -> sampler.complete(start), usable(said, prefix), prefix);
    }

    /** Messages that are independent of each other, drawn side by side as far as memory allows. */
    List<String> messages(State opening, int count) {
      List<String> messages = new ArrayList<>();
      int attempts = ATTEMPTS * (count / atOnce + 1);
      Predicate<String> usable = usable(Said.nothing(), "");
      for (int attempt = 0; messages.size() < count && attempt < attempts; attempt++) {
        int wanted = Math.min(atOnce, count - messages.size());
        for (CandidateGroup candidates : sampler.sample(opening, wanted)) {
          ranking.bestFirst(candidates, usable).stream().findFirst().ifPresent(messages::add);
        }
      }
      while (messages.size() < count) {
        messages.add(
            shortened(model, sampler.sample(opening, 1).get(0).drafts().get(0).text(), ""));
      }
      return List.copyOf(messages);
    }

    /**
     * Draws until a message may be said; after too many attempts, shortens the last one.
     *
     * @param kept the required beginning of the message
     */
    private String newMessage(
        Supplier<CandidateGroup> candidates, Predicate<String> usable, String kept) {
      String last = NO_TEXT;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        CandidateGroup drawn = candidates.get();
        List<String> best = ranking.bestFirst(drawn, usable);
        if (!best.isEmpty()) {
          return best.get(0);
        }
        last =
            drawn.drafts().stream()
                .map(PartialMessage::text)
                .filter(text -> !BlankText.is(text))
                .findFirst()
                .orElse(last);
      }
      return shortened(model, last, kept);
    }

    /**
     * Tells whether a text may be said. A message may repeat itself or what was said, or contain a
     * part of something, if its required beginning does.
     */
    private Predicate<String> usable(Said said, String kept) {
      RepetitionFilter repetition = said.filter();
      boolean mayRepeat = repetition.repeats(kept);
      boolean mayBePart = fragments.hasFragment(kept);
      return text ->
          !BlankText.is(text)
              && !said.contains(text)
              && !model.repeats(text)
              && (!address.addresses(text) || !kept.isEmpty())
              && (mayRepeat || !repetition.repeats(text))
              && (mayBePart || !fragments.hasFragment(text));
    }
  }
}
