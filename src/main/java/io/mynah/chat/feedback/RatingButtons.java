package io.mynah.chat.feedback;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import java.util.List;

/** The 👍 and 👎 buttons under a voice's message. Stateless. */
final class RatingButtons {
  private RatingButtons() {}

  /**
   * A message with one button in place of the rating buttons, which shows the rating.
   *
   * @param label the key of that button's text
   */
  static Reply rated(Phrases phrases, Reply shown, Action action, String label) {
    Button chosen =
        new Button(phrases.of("button.chosen", "label", phrases.of(label)), action.encode());
    return new Reply(
        shown.text(),
        shown.buttons().stream()
            .map(row -> row.stream().anyMatch(RatingButtons::rates) ? List.of(chosen) : row)
            .toList());
  }

  private static boolean rates(Button button) {
    return Action.parse(button.action())
        .filter(action -> action.verb() == Verb.LIKE || action.verb() == Verb.DISLIKE)
        .isPresent();
  }
}
