package io.mynah.chat.feedback;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of someone who was asked what a person would have said.
 *
 * @param person the person's id
 * @param askedBy the number of the update that it was asked in answer to: only what comes later
 *     answers it
 * @param message the id of the message that was not liked
 * @param prompt the id of the message that asks, as soon as it is sent
 */
record CorrectionQuestion(long person, long askedBy, String message, @Nullable String prompt) {
  /** Lower than the number of any update. */
  static final long ALWAYS = 0;

  private static final Pattern FORM =
      Pattern.compile("correct:(\\d{1,18}):(\\d{1,18}):([^:]*)(?::(.*))?");

  /** Empty if something else is expected. */
  static Optional<CorrectionQuestion> parse(String expectation) {
    Matcher question = FORM.matcher(expectation);
    return question.matches()
        ? Optional.of(
            new CorrectionQuestion(
                Long.parseLong(question.group(1)),
                Long.parseLong(question.group(2)),
                question.group(3),
                question.group(4)))
        : Optional.empty();
  }

  /** The same, asked in a message. */
  CorrectionQuestion askedIn(String message) {
    return new CorrectionQuestion(person, askedBy, this.message, message);
  }

  String encode() {
    String asked = "correct:" + person + ":" + askedBy + ":" + message;
    return prompt == null ? asked : asked + ":" + prompt;
  }
}
