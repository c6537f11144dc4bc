package io.mynah.chat.feedback;

import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.util.List;
import java.util.Optional;

/**
 * A message that Mynah sent in a person's style.
 *
 * @param owner to whom it was sent
 * @param context what was said before, oldest first
 * @param beginning the text it had to begin with; may be empty
 */
public record SpokenMessage(
    OwnerId owner,
    PersonId person,
    PersonKey speaker,
    List<Turn> context,
    String beginning,
    String text) {
  public SpokenMessage {
    context = List.copyOf(context);
  }

  /** The last thing that somebody else said before it. */
  public Optional<String> saidTo() {
    return context.stream()
        .filter(turn -> !turn.speaker().equals(speaker))
        .map(Turn::text)
        .reduce((earlier, later) -> later);
  }
}
