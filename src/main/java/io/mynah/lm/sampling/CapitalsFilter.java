package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.ShortMessages;
import io.mynah.text.Tokenizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises messages that go on after capitals as nobody did. A model has read little in capitals,
 * so what it writes after "TIM" makes less sense than what it writes after "Tim". A single word in
 * capitals within a message is left, and so is an abbreviation, which nobody writes otherwise. For
 * one thread.
 */
final class CapitalsFilter {
  private static final Pattern WORD =
      Pattern.compile("\\p{L}[\\p{L}\\p{M}]*+(?:['’]\\p{L}[\\p{L}\\p{M}]*+)*+");

  /** From this share of their short messages on, a person writes in capitals by habit. */
  private static final double HABIT = 1.0 / 3;

  /** From so many different short messages, that can be told. */
  private static final int FEWEST = 20;

  private final LanguageModel model;
  private final ShortMessages own;

  /** Whether the person writes in capitals by habit; null until it is asked for. */
  private @Nullable Boolean habit;

  /**
   * @param own the person's short messages, and what was taught
   */
  CapitalsFilter(LanguageModel model, ShortMessages own) {
    this.model = model;
    this.own = own;
  }

  /** Whether a text has a word in capitals, or one capital by itself. */
  static boolean hasCapitals(String text) {
    return words(text).stream().map(MatchResult::group).anyMatch(CapitalsFilter::isInCapitals);
  }

  /**
   * Whether a message has two words next to each other that nobody wrote so: both in capitals, or
   * the first one of the message in capitals and any other. Never for a person who writes in
   * capitals by habit.
   */
  boolean misplaces(String message) {
    List<MatchResult> words = words(message);
    for (int i = 1; i < words.size(); i++) {
      if (isMisplaced(message, words.get(i - 1), words.get(i), i == 1)) {
        return !isHabit();
      }
    }
    return false;
  }

  private boolean isMisplaced(
      String message, MatchResult one, MatchResult next, boolean isBeginning) {
    return isInCapitals(one.group())
        && (isBeginning || isInCapitals(next.group()))
        && message.substring(one.end(), next.start()).chars().allMatch(each -> each == ' ')
        && (isShouted(one.group()) || isShouted(next.group()))
        && !model.hasSeen(one.group() + " " + next.group());
  }

  private static List<MatchResult> words(String text) {
    return WORD.matcher(text).results().toList();
  }

  private static boolean isInCapitals(String word) {
    return word.codePoints().filter(Character::isLetter).allMatch(Character::isUpperCase);
  }

  /** Whether a word of several letters is in capitals that is also written otherwise. */
  private boolean isShouted(String word) {
    if (!isInCapitals(word) || word.codePoints().filter(Character::isLetter).count() < 2) {
      return false;
    }
    String small = word.toLowerCase(Locale.ROOT);
    int first = word.offsetByCodePoints(0, 1);
    return model.hasSeen(small) || model.hasSeen(word.substring(0, first) + small.substring(first));
  }

  /** Whether many of the short messages have nothing but capitals; also if there are few. */
  private boolean isHabit() {
    if (habit == null) {
      Tokenizer tokenizer = model.tokenizer();
      long all = 0;
      long loud = 0;
      for (int i = 0; i < own.size(); i++) {
        int[] tokens = own.tokens(i);
        List<MatchResult> words = words(tokenizer.decode(tokens, 0, tokens.length));
        if (!words.isEmpty()) {
          boolean capitals = words.stream().allMatch(word -> isInCapitals(word.group()));
          all += own.times(i);
          loud += capitals ? own.times(i) : 0;
        }
      }
      habit = own.size() < FEWEST || loud >= HABIT * all;
    }
    return habit;
  }
}
