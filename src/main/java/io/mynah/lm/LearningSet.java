package io.mynah.lm;

import io.mynah.domain.PersonKey;
import java.util.List;

/**
 * What a model of a person may learn from: the conversation in order of time, everyone's turns.
 *
 * @param person whose style is learned
 */
public record LearningSet(PersonKey person, List<Turn> turns) {
  public LearningSet {
    turns = List.copyOf(turns);
  }
}
