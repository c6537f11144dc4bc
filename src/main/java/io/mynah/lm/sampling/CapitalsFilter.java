package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.ShortMessages;
import io.mynah.text.Tokenizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises messages with a word in capitals beside one that nobody wrote there. A model seldom
 * makes sense in capitals, since it has read little in them: one message begins with "TIM" and goes
 * on as one that begins with "Tim" does not. What is only ever written in capitals, such as an
 * abbreviation, may stand beside any word. For one thread.
 */
final class CapitalsFilter {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+)*", Pattern.UNICODE_CHARACTER_CLASS);

  /** From this share of their short messages on, a person writes in capitals by habit. */
  private static final double HABIT = 1.0 / 3;

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

  /** Whether a text has a word in capitals. */
  static boolean hasCapitals(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).anyMatch(CapitalsFilter::isLoud);
  }

  /**
   * Whether two words of a message are next to each other, one of them in capitals, as nobody wrote
   * them. Never for a person who writes in capitals by habit.
   */
  boolean misplaces(String message) {
    if (!hasCapitals(message) || isHabit()) {
      return false;
    }
    Matcher words = WORD.matcher(message);
    String before = "";
    int start = 0;
    int end = 0;
    while (words.find()) {
      String word = words.group();
      boolean adjacent =
          !before.isEmpty()
              && message.substring(end, words.start()).chars().allMatch(each -> each == ' ');
      if (adjacent
          && (isShouted(before) || isShouted(word))
          && !hasSeen(message.substring(start, words.end()))) {
        return true;
      }
      before = word;
      start = words.start();
      end = words.end();
    }
    return false;
  }

  /** Whether a word is in capitals that is written in small letters, too. */
  private boolean isShouted(String word) {
    return isLoud(word) && hasSeen(word.toLowerCase(Locale.ROOT));
  }

  /** Whether a word is of two capitals or more. */
  private static boolean isLoud(String word) {
    return word.codePoints().filter(Character::isLetter).count() > 1
        && word.equals(word.toUpperCase(Locale.ROOT))
        && !word.equals(word.toLowerCase(Locale.ROOT));
  }

  private boolean isHabit() {
    if (habit == null) {
      Tokenizer tokenizer = model.tokenizer();
      long loud = 0;
      for (int i = 0; i < own.size(); i++) {
        int[] tokens = own.tokens(i);
        loud += hasCapitals(tokenizer.decode(tokens, 0, tokens.length)) ? 1 : 0;
      }
      habit = loud > HABIT * own.size();
    }
    return habit;
  }

  private boolean hasSeen(String text) {
    Tokenizer tokenizer = model.tokenizer();
    return model.hasSeen(tokenizer.encode(text)) || model.hasSeen(tokenizer.encode(" " + text));
  }
}
