package io.mynah.lm.sampling;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognises messages in which the one who speaks addresses themselves. Immutable. */
final class AddressFilter {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  /** A shorter word of a name, such as a particle or an emoji, is no name by itself. */
  private static final int FEWEST_LETTERS = 3;

  private final @Nullable Pattern own;

  /**
   * @param speaker the name of the one who speaks; without letters if it is not known
   */
  AddressFilter(String speaker) {
    own = letters(speaker) == 0 ? null : pattern(speaker.strip());
  }

  /** The whole name or a word of it, set off by a comma or alone in the message. */
  private static Pattern pattern(String speaker) {
    String names =
        Stream.concat(
                Stream.of(speaker),
                Arrays.stream(speaker.split("\\s+"))
                    .filter(word -> letters(word) >= FEWEST_LETTERS))
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?:", ")"));
    return Pattern.compile(
        "^\\W*" + names + "\\s*,|,\\s*" + names + "\\W*$|^\\W*" + names + "\\W*$", FLAGS);
  }

  private static long letters(String text) {
    return text.codePoints().filter(Character::isLetter).count();
  }

  /** Whether a message addresses the one who says it. */
  boolean addressesSpeaker(String message) {
    return own != null && own.matcher(message).find();
  }
}
