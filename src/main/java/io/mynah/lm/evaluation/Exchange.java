package io.mynah.lm.evaluation;

import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import io.mynah.lm.training.DataSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real message of a person that answers somebody else.
 *
 * @param context the messages before it, oldest first, the last of which is somebody else's
 * @param real the person's message
 */
public record Exchange(List<Turn> context, String real) {
  /** Most messages of a context. */
  private static final int CONTEXT = 8;

  /** What comes later than this is no answer. */
  private static final Duration LONGEST_DELAY = Duration.ofHours(2);

  public Exchange {
    context = List.copyOf(context);
  }

  /**
   * The exchanges of the held-out part, evenly spread over it.
   *
   * @param most how many are returned at most
   */
  public static List<Exchange> of(DataSplit split, PersonKey person, int most) {
    List<Turn> turns = new ArrayList<>(split.before());
    turns.addAll(split.after());
    List<Exchange> all = new ArrayList<>();
    for (int i = Math.max(1, split.before().size()); i < turns.size(); i++) {
      if (isAnswer(turns.get(i - 1), turns.get(i), person)) {
        int chat = turns.get(i).chat();
        List<Turn> context =
            turns.subList(Math.max(0, i - CONTEXT), i).stream()
                .filter(turn -> turn.chat() == chat)
                .toList();
        all.add(new Exchange(context, turns.get(i).text()));
      }
    }
    List<Exchange> some = new ArrayList<>();
    for (int i = 0; i < Math.min(most, all.size()); i++) {
      some.add(all.get((int) ((long) i * all.size() / Math.min(most, all.size()))));
    }
    return some;
  }

  private static boolean isAnswer(Turn before, Turn turn, PersonKey person) {
    return turn.speaker().equals(person)
        && !before.speaker().equals(person)
        && before.chat() == turn.chat()
        && Duration.between(before.at(), turn.at()).compareTo(LONGEST_DELAY) <= 0;
  }
}
