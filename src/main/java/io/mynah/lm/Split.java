package io.mynah.lm;

import io.mynah.domain.PersonKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation cut in time: the first nine tenths of one person's messages with all that was said
 * until then, and the rest.
 *
 * @param before everything until the first message kept back; nothing of anyone after it
 * @param after everything from that message on
 */
record Split(List<Turn> before, List<Turn> after) {
  private static final double LEARNED = 0.9;

  Split {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Cuts; texts are trimmed first, and empty ones dropped. */
  static Split of(List<Turn> turns, PersonKey person) {
    List<Turn> clean = cleaned(turns);
    int own = count(clean, person);
    int learned = (int) (own * LEARNED);
    int seen = 0;
    for (int i = 0; i < clean.size(); i++) {
      if (clean.get(i).speaker().equals(person) && seen++ == learned) {
        return new Split(clean.subList(0, i), clean.subList(i, clean.size()));
      }
    }
    return new Split(clean, List.of());
  }

  /** Turns with their texts trimmed, without those that are empty then. */
  static List<Turn> cleaned(List<Turn> turns) {
    List<Turn> clean = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      String text = turn.text().strip();
      if (!text.isEmpty()) {
        clean.add(text.equals(turn.text()) ? turn : new Turn(turn.speaker(), turn.at(), text));
      }
    }
    return clean;
  }

  static int count(List<Turn> turns, PersonKey person) {
    return (int) turns.stream().filter(turn -> turn.speaker().equals(person)).count();
  }
}
