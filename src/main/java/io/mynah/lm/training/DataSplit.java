package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.text.BlankText;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation split by time: most of one person's messages with everything said until then, and
 * the rest.
 *
 * @param before everything until the first held-out message, and nothing after it
 * @param after everything from that message on
 */
public record DataSplit(List<Turn> before, List<Turn> after) {
  public DataSplit {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Cuts a conversation as trainings with the default parameters do, for evaluations. */
  public static DataSplit of(List<Turn> turns, PersonKey person) {
    return of(turns, person, VoiceParameters.defaults().validation().learned());
  }

  /**
   * Cuts a conversation; texts are trimmed first, and blank ones dropped.
   *
   * @param share of the person's messages that is in the first part
   */
  static DataSplit of(List<Turn> turns, PersonKey person, double share) {
    List<Turn> clean = cleaned(turns);
    int own = count(clean, person);
    int learned = (int) (own * share);
    int seen = 0;
    for (int i = 0; i < clean.size(); i++) {
      if (clean.get(i).speaker().equals(person) && seen++ == learned) {
        return new DataSplit(clean.subList(0, i), clean.subList(i, clean.size()));
      }
    }
    return new DataSplit(clean, List.of());
  }

  /** The same conversation, cut in the middle of the person's messages. */
  DataSplit halved(PersonKey person) {
    List<Turn> all = new ArrayList<>(before);
    all.addAll(after);
    return of(all, person, 0.5);
  }

  /** Turns with trimmed texts, without those that are blank. */
  static List<Turn> cleaned(List<Turn> turns) {
    List<Turn> clean = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      String text = turn.text().strip();
      if (!BlankText.is(text)) {
        clean.add(text.equals(turn.text()) ? turn : turn.with(text));
      }
    }
    return clean;
  }

  static int count(List<Turn> turns, PersonKey person) {
    return (int) turns.stream().filter(turn -> turn.speaker().equals(person)).count();
  }
}
