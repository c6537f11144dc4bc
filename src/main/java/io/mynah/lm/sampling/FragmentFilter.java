package io.mynah.lm.sampling;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ShortMessages;
import io.mynah.text.ControlTokens;
import io.mynah.text.WordsAndEmoji;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises messages that contain only a part of something: an emoji that nobody wrote in this
 * form, a link that is none of the person's short messages and so may be made of parts of several,
 * one quotation mark of two, an opening round bracket alone. For one thread.
 */
final class FragmentFilter {
  private static final int JOINER = 0x200D;

  /** At an edge of a word: not within one, as in Hebrew, and not after a number, as for inches. */
  private static final Pattern QUOTATION_MARK =
      Pattern.compile("(?<![^\\s\\p{P}])\"|(?<!\\d)\"(?!\\w)", Pattern.UNICODE_CHARACTER_CLASS);

  /** Before a word, so not the mouth of a face. */
  private static final Pattern OPEN_BRACKET =
      Pattern.compile("(?<!\\S)\\((?=\\w)[^)]*$", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern LINK =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:\\p{Alpha}[\\p{Alnum}+.-]*://|www\\.[\\p{L}\\p{N}])\\S*");

  private final LanguageModel model;
  private final ShortMessages own;

  /** The emoji in pieces of the vocabulary that have several; made when it is asked for. */
  private @Nullable Set<String> inPieces;

  /**
   * @param own the person's short messages, and what was taught
   */
  FragmentFilter(LanguageModel model, ShortMessages own) {
    this.model = model;
    this.own = own;
  }

  /** Whether a message contains a fragment. */
  boolean hasFragment(String message) {
    return QUOTATION_MARK.matcher(message).results().count() % 2 != 0
        || (OPEN_BRACKET.matcher(message).find() && !isOwn(message))
        || WordsAndEmoji.pictographs(message).stream().anyMatch(this::isPart)
        || (!isOwn(message)
            && LINK.matcher(message).results().anyMatch(link -> !isOwn(link.group())));
  }

  private boolean isOwn(String text) {
    return own.contains(model.tokenizer().encode(text));
  }

  /** A single code point is whole, unless it only changes or joins others. */
  private boolean isPart(String emoji) {
    int first = emoji.codePointAt(0);
    if (emoji.length() == Character.charCount(first)) {
      return UCharacter.hasBinaryProperty(first, UProperty.EMOJI_MODIFIER)
          || UCharacter.hasBinaryProperty(first, UProperty.REGIONAL_INDICATOR);
    }
    return emoji.codePointBefore(emoji.length()) == JOINER
        || !(model.hasSeen(emoji) || inPieces().contains(emoji));
  }

  /** An emoji that is always written twice may be no token, but half of one. */
  private Set<String> inPieces() {
    if (inPieces == null) {
      Set<String> found = new HashSet<>();
      for (int token = ControlTokens.COUNT; token < model.tokenizer().size(); token++) {
        String piece = new String(model.tokenizer().bytes(token), StandardCharsets.UTF_8);
        if (WordsAndEmoji.hasPictograph(piece)) {
          found.addAll(WordsAndEmoji.pictographs(piece));
        }
      }
      inPieces = found;
    }
    return inPieces;
  }
}
