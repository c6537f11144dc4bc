package io.mynah.chat.feedback;

import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message that Mynah sent in a person's style.
 *
 * @param owner to whom it was sent
 * @param context what was said before, oldest first
 * @param beginning the text it had to begin with; may be empty
 * @param alternatives what was said in its place before
 */
public record SpokenMessage(
    OwnerId owner,
    PersonId person,
    PersonKey speaker,
    List<Turn> context,
    String beginning,
    String text,
    List<String> alternatives) {
  /** The most alternatives that are kept, the last ones. */
  private static final int ALTERNATIVES = 20;

  public SpokenMessage {
    context = List.copyOf(context);
    alternatives =
        List.copyOf(
            alternatives.subList(
                Math.max(0, alternatives.size() - ALTERNATIVES), alternatives.size()));
  }

  /** Its text, after what was said in its place before. */
  public List<String> withAlternatives() {
    return Stream.concat(alternatives.stream(), Stream.of(text)).toList();
  }

  /** The last thing that somebody else said before it. */
  public Optional<String> saidTo() {
    return context.stream()
        .filter(turn -> !turn.speaker().equals(speaker))
        .map(Turn::text)
        .reduce((earlier, later) -> later);
  }
}
