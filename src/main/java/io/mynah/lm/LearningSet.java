package io.mynah.lm;

import io.mynah.domain.Correction;
import io.mynah.domain.PersonKey;
import io.mynah.privacy.Secrets;
import io.mynah.text.Blank;
import java.util.List;

/**
 * What a model of a person may learn from: the conversation in order of time, everyone's turns.
 *
 * @param person whose style is learned
 * @param corrections what the person would have said; learned as messages of theirs, more than once
 */
public record LearningSet(PersonKey person, List<Turn> turns, List<Correction> corrections) {
  /** UTF-16 units of a chat, its last ones, that can be learned from: more than time allows. */
  public static final long MOST_OF_CHAT = 20_000_000;

  /** The same, of the person's own messages. */
  public static final long MOST_OF_OWN = 5_000_000;

  public LearningSet {
    turns = List.copyOf(turns);
    corrections = List.copyOf(corrections);
  }

  /** What was really said and nothing else. */
  public LearningSet(PersonKey person, List<Turn> turns) {
    this(person, turns, List.of());
  }

  /** The same with what is secret masked; what was nothing but a secret is left out. */
  LearningSet masked() {
    return new LearningSet(
        person,
        turns.stream().map(Turn::masked).filter(turn -> !isNothingElse(turn.text())).toList(),
        corrections.stream()
            .map(LearningSet::masked)
            .filter(correction -> !isNothingElse(correction.text()))
            .toList());
  }

  private static Correction masked(Correction correction) {
    String saidTo = correction.saidTo();
    return new Correction(
        saidTo == null ? null : Secrets.masked(saidTo), Secrets.masked(correction.text()));
  }

  private static boolean isNothingElse(String masked) {
    return Blank.is(masked.replace(Secrets.PLACEHOLDER, ' '));
  }
}
