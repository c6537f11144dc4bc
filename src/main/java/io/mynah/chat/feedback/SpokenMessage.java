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
 * @param earlier what was said in its place before, and what came before it in its burst, in order
 */
public record SpokenMessage(
    OwnerId owner,
    PersonId person,
    PersonKey speaker,
    List<Turn> context,
    String beginning,
    String text,
    List<String> earlier) {
  /** Most earlier messages that are kept, the last ones; a list in memory for each message. */
  private static final int MOST_EARLIER = 20;

  public SpokenMessage {
    context = List.copyOf(context);
    earlier =
        List.copyOf(earlier.subList(Math.max(0, earlier.size() - MOST_EARLIER), earlier.size()));
  }

  /** The earlier messages, and its text. */
  public List<String> withEarlier() {
    return Stream.concat(earlier.stream(), Stream.of(text)).toList();
  }

  /** The last thing that somebody else said before it. */
  public Optional<String> saidTo() {
    return context.stream()
        .filter(turn -> !turn.speaker().equals(speaker))
        .map(Turn::text)
        .reduce((first, second) -> second);
  }
}
