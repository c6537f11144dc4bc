package io.mynah.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Finds the words and the emoji of a text in any script, by Unicode Standard Annex 29 (and by
 * dictionary in scripts without spaces). Thread-safe.
 */
public final class WordsAndEmoji {
  private static final int EMOJI_STYLE = 0xFE0F;

  private WordsAndEmoji() {}

  /** The words in order, in lower case; numbers and punctuation are left out. */
  public static List<String> of(String text) {
    BreakIterator cuts = BreakIterator.getWordInstance(Locale.ROOT);
    cuts.setText(text);
    List<String> words = new ArrayList<>();
    int start = cuts.first();
    for (int end = cuts.next(); end != BreakIterator.DONE; end = cuts.next()) {
      if (cuts.getRuleStatus() >= BreakIterator.WORD_LETTER) {
        words.add(UCharacter.foldCase(text.substring(start, end), true));
      }
      start = end;
    }
    return words;
  }

  /** Whether a text has an emoji. */
  public static boolean hasEmoji(String text) {
    return hasPictograph(text) && !emoji(text).isEmpty();
  }

  /** The emoji in order, each with its modifiers: a skin colour, a family, a flag. */
  public static List<String> emoji(String text) {
    return characters(text, WordsAndEmoji::isEmoji);
  }

  /**
   * The characters in order, as a reader sees them, that are emoji or parts of some, such as a
   * single skin colour or half a flag.
   */
  public static List<String> pictographs(String text) {
    return characters(text, WordsAndEmoji::hasPictograph);
  }

  private static List<String> characters(String text, Predicate<String> wanted) {
    BreakIterator cuts = BreakIterator.getCharacterInstance(Locale.ROOT);
    cuts.setText(text);
    List<String> found = new ArrayList<>();
    int start = cuts.first();
    for (int end = cuts.next(); end != BreakIterator.DONE; end = cuts.next()) {
      String character = text.substring(start, end);
      if (wanted.test(character)) {
        found.add(character);
      }
      start = end;
    }
    return found;
  }

  /** Whether a text has an emoji, or a part of one. */
  public static boolean hasPictograph(String text) {
    return text.codePoints()
        .anyMatch(
            each ->
                UCharacter.hasBinaryProperty(each, UProperty.REGIONAL_INDICATOR)
                    || UCharacter.hasBinaryProperty(each, UProperty.EMOJI_MODIFIER)
                    || UCharacter.hasBinaryProperty(each, UProperty.EXTENDED_PICTOGRAPHIC));
  }

  private static boolean isEmoji(String character) {
    int first = character.codePointAt(0);
    if (UCharacter.hasBinaryProperty(first, UProperty.REGIONAL_INDICATOR)) {
      return character.length() > Character.charCount(first);
    }
    boolean colourful =
        UCharacter.hasBinaryProperty(first, UProperty.EMOJI_PRESENTATION)
            || character.indexOf(EMOJI_STYLE) >= 0;
    return colourful && UCharacter.hasBinaryProperty(first, UProperty.EXTENDED_PICTOGRAPHIC);
  }
}
