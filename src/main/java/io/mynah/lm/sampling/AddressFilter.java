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

  private final @Nullable Pattern own;

  /**
   * @param speaker the name of the one who speaks; blank if it is not known
   */
  AddressFilter(String speaker) {
    own = speaker.isBlank() ? null : pattern(speaker.strip());
  }

  /** The whole name or a word of it, set off by a comma or alone in the message. */
  private static Pattern pattern(String speaker) {
    String names =
        Stream.concat(Stream.of(speaker), Arrays.stream(speaker.split("\\s+")))
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?:", ")"));
    return Pattern.compile(
        "^\\W*" + names + "\\s*,|,\\s*" + names + "\\W*$|^\\W*" + names + "\\W*$", FLAGS);
  }

  /** Whether a message addresses the one who says it. */
  boolean addressesSpeaker(String message) {
    return own != null && own.matcher(message).find();
  }
}
