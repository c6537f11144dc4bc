package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.text.BlankText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws messages until one may be said (rejection sampling). For one thread. */
final class RejectionSampler {
  /** Most messages that are drawn side by side; the state of each takes some 100 kB. */
  private static final int SIDE_BY_SIDE = 64;

  /** How often a message is drawn again because it was said already, or is empty. */
  private static final int ATTEMPTS = 8;

  /** How often a message is drawn again because none fits, until one is taken that does not. */
  private static final int ATTEMPTS_TO_FIT = 3;

  /** The message for a model that generates only blanks, however often it is asked. */
  private static final String NO_TEXT = "…";

  private final LanguageModel model;
  private final MessageSampler sampler;
  private final MessageRanking ranking;
  private final MessageFilter filter;
  private final int atOnce;

  /**
   * @param unanswered the state without what is answered, after the token that opens the message;
   *     null if it answers nothing
   * @param alone whether nothing was said before
   */
  RejectionSampler(
      LanguageModel model,
      GenerationOptions options,
      RandomGenerator random,
      MessageFilter filter,
      @Nullable State unanswered,
      boolean alone) {
    this.model = model;
    this.filter = filter;
    CandidateRule rule = options.rule().candidates();
    Preference preference = unanswered == null ? rule.message() : rule.answer();
    EmojiTokens emoji = new EmojiTokens(model.tokenizer());
    Dislikes dislikes = new Dislikes(options.disliked());
    ranking = new MessageRanking(model, preference.score(), unanswered, dislikes);
    sampler = new MessageSampler(model, emoji, options, preference, ranking, alone, random);
    atOnce = Math.max(1, SIDE_BY_SIDE / (rule.count() * preference.drawing().begun()));
  }

  String message(State opening, Said said) {
    return newMessage(() -> sampler.sample(opening, 1).get(0), filter.of(said, ""), "");
  }

  String completion(PrefixConstraint start, String prefix, Said said) {
    return newMessage(() -> sampler.complete(start), filter.of(said, prefix), prefix);
  }

  /** Messages that are independent of each other, drawn side by side as far as memory allows. */
  List<String> messages(State opening, int count) {
    List<String> messages = new ArrayList<>();
    int rounds = count / atOnce + 1;
    Predicate<String> usable = filter.of(Said.nothing(), "");
    for (int attempt = 0; messages.size() < count && attempt < ATTEMPTS * rounds; attempt++) {
      boolean fitting = attempt < ATTEMPTS_TO_FIT * rounds;
      int wanted = Math.min(atOnce, count - messages.size());
      for (CandidateGroup candidates : sampler.sample(opening, wanted)) {
        ranking.bestFirst(candidates, usable).stream()
            .findFirst()
            .or(() -> fitting ? Optional.empty() : misfit(candidates, usable))
            .ifPresent(messages::add);
      }
    }
    while (messages.size() < count) {
      messages.add(shortened(model, sampler.sample(opening, 1).get(0).drafts().get(0).text(), ""));
    }
    return List.copyOf(messages);
  }

  /**
   * Draws until a message fits; after some attempts takes one that does not, and after too many in
   * which none may be said, shortens the last one.
   *
   * @param kept the required beginning of the message
   */
  private String newMessage(
      Supplier<CandidateGroup> candidates, Predicate<String> usable, String kept) {
    String last = NO_TEXT;
    Optional<PartialMessage> misfit = Optional.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      CandidateGroup drawn = candidates.get();
      List<String> best = ranking.bestFirst(drawn, usable);
      if (!best.isEmpty()) {
        return best.get(0);
      }
      misfit = ranking.misfit(drawn, misfit, usable);
      if (misfit.isPresent() && attempt + 1 >= ATTEMPTS_TO_FIT) {
        return misfit.get().text();
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

  private Optional<String> misfit(CandidateGroup candidates, Predicate<String> usable) {
    return ranking.misfit(candidates, Optional.empty(), usable).map(PartialMessage::text);
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
}
