package io.mynah.chat.feedback;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An open question: what would a person have said instead of a message?
 *
 * @param person the person's id
 * @param askedBy the number of the update that the question answers: only later updates answer the
 *     question
 * @param message the id of the disliked message
 * @param prompt the id of the message with the question, once it is sent
 */
record CorrectionQuestion(long person, long askedBy, String message, @Nullable String prompt) {
  /** Lower than the number of any update. */
  static final long ALWAYS = 0;

  private static final Pattern FORM =
      Pattern.compile("correct:(\\d{1,18}):(\\d{1,18}):([^:]*)(?::(.*))?");

  /** Parses a stored expectation; empty if it is of another kind. */
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

  /** The same question, asked in the given message. */
  CorrectionQuestion askedIn(String message) {
    return new CorrectionQuestion(person, askedBy, this.message, message);
  }

  String encode() {
    String asked = "correct:" + person + ":" + askedBy + ":" + message;
    return prompt == null ? asked : asked + ":" + prompt;
  }
}
