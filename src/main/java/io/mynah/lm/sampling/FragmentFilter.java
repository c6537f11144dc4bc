package io.mynah.lm.sampling;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import io.mynah.lm.LanguageModel;
import io.mynah.text.ControlTokens;
import io.mynah.text.WordsAndEmoji;
import java.util.Arrays;
import java.util.List;

/**
 * Recognises messages that contain only a part of something: an emoji that nobody wrote in this
 * form, a link that nobody wrote whole, one quotation mark of two. As thread-safe as the model.
 */
final class FragmentFilter {
  private static final int JOINER = 0x200D;
  private static final List<String> LINKS = List.of("://", "www.");

  private final LanguageModel model;

  FragmentFilter(LanguageModel model) {
    this.model = model;
  }

  /** Whether a message contains a fragment. */
  boolean hasFragment(String message) {
    return message.chars().filter(c -> c == '"').count() % 2 != 0
        || WordsAndEmoji.pictographs(message).stream().anyMatch(this::isPart)
        || Arrays.stream(message.split("\\s+")).anyMatch(word -> isLink(word) && !isWhole(word));
  }

  /** A single code point is whole, unless it only changes or joins others. */
  private boolean isPart(String emoji) {
    int first = emoji.codePointAt(0);
    if (emoji.length() == Character.charCount(first)) {
      return UCharacter.hasBinaryProperty(first, UProperty.EMOJI_MODIFIER)
          || UCharacter.hasBinaryProperty(first, UProperty.REGIONAL_INDICATOR);
    }
    return emoji.codePointBefore(emoji.length()) == JOINER || !hasSeen(emoji, false);
  }

  private static boolean isLink(String word) {
    return LINKS.stream().anyMatch(word::contains);
  }

  private boolean isWhole(String link) {
    return hasSeen(link, true);
  }

  /**
   * @param atEnd whether only at the end of a message
   */
  private boolean hasSeen(String text, boolean atEnd) {
    return hasSeen(model.tokenizer().encode(text), atEnd)
        || hasSeen(model.tokenizer().encode(" " + text), atEnd);
  }

  private boolean hasSeen(int[] tokens, boolean atEnd) {
    int[] sought = atEnd ? Arrays.copyOf(tokens, tokens.length + 1) : tokens;
    if (atEnd) {
      sought[tokens.length] = ControlTokens.END;
    }
    return model.hasSeen(sought);
  }
}
