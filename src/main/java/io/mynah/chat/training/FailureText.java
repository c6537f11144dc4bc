package io.mynah.chat.training;

import io.mynah.chat.words.Phrases;
import io.mynah.training.TrainingFailure;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells in a sentence why a training failed. Immutable. */
public final class FailureText {
  private final Phrases phrases;

  FailureText(Phrases phrases) {
    this.phrases = phrases;
  }

  /** The sentence in the given language. */
  public static String in(Locale language, @Nullable String failure, String name) {
    return new FailureText(Phrases.in(language)).of(failure, name);
  }

  /**
   * The sentence.
   *
   * @param failure as stored: the name of a {@link TrainingFailure}, and numbers after colons
   */
  String of(@Nullable String failure, String name) {
    String[] parts = (failure == null ? "" : failure).split(":", -1);
    TrainingFailure kind =
        Arrays.stream(TrainingFailure.values())
            .filter(f -> f.name().equals(parts[0]))
            .findFirst()
            .orElse(TrainingFailure.INTERNAL);
    String key = "failure." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    if (kind == TrainingFailure.TOO_LITTLE_TEXT && parts.length == 3) {
      return phrases.of(
          key, "name", name, "messages", number(parts[1]), "needed", number(parts[2]));
    }
    return kind == TrainingFailure.TOO_LITTLE_TEXT
        ? phrases.of("failure.too-little-text-unknown", "name", name)
        : phrases.of(key, "name", name);
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
  }
}
