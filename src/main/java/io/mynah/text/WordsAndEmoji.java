package io.mynah.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  /** The emoji in order, each with its modifiers: a skin colour, a family, a flag. */
  public static List<String> emoji(String text) {
    BreakIterator cuts = BreakIterator.getCharacterInstance(Locale.ROOT);
    cuts.setText(text);
    List<String> emoji = new ArrayList<>();
    int start = cuts.first();
    for (int end = cuts.next(); end != BreakIterator.DONE; end = cuts.next()) {
      if (isEmoji(text, start, end)) {
        emoji.add(text.substring(start, end));
      }
      start = end;
    }
    return emoji;
  }

  private static boolean isEmoji(String text, int start, int end) {
    int first = text.codePointAt(start);
    if (UCharacter.hasBinaryProperty(first, UProperty.REGIONAL_INDICATOR)) {
      return end - start > Character.charCount(first);
    }
    boolean colourful =
        UCharacter.hasBinaryProperty(first, UProperty.EMOJI_PRESENTATION)
            || text.substring(start, end).indexOf(EMOJI_STYLE) >= 0;
    return colourful && UCharacter.hasBinaryProperty(first, UProperty.EXTENDED_PICTOGRAPHIC);
  }
}
