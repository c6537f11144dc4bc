package io.mynah.lm;

import io.mynah.domain.Correction;
import io.mynah.domain.PersonKey;
import java.util.List;

/**
 * What a model of a person may learn from: the conversation in order of time, everyone's turns.
 *
 * @param person whose style is learned
 * @param corrections what the person would have said; learned as messages of theirs, more than once
 */
public record LearningSet(PersonKey person, List<Turn> turns, List<Correction> corrections) {
  public LearningSet {
    turns = List.copyOf(turns);
    corrections = List.copyOf(corrections);
  }

  /** What was really said and nothing else. */
  public LearningSet(PersonKey person, List<Turn> turns) {
    this(person, turns, List.of());
  }
}
