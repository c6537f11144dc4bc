package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.mixture.LogLinear;
import io.mynah.text.ControlTokens;
import io.mynah.text.WordsAndEmoji;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Orders drawn messages by a {@link CandidateRule}. For one thread. */
final class MessageRanking {
  private final LanguageModel model;
  private final CandidateRule rule;
  private final @Nullable State alone;
  private final float[] frequencies;

  /**
   * @param alone the state without any context, after the token that opens the message; null if
   *     there is no context
   */
  MessageRanking(LanguageModel model, CandidateRule rule, @Nullable State alone) {
    this.model = model;
    this.rule = rule;
    this.alone = alone;
    frequencies = model.frequencies();
  }

  /**
   * The texts of the messages that are compared, the best first.
   *
   * @param usable whether a text may be said
   */
  List<String> bestFirst(CandidateGroup candidates, Predicate<String> usable) {
    List<PartialMessage> compared = compared(candidates, usable);
    double[] alone = compared.size() > 1 ? aloneLikelihoods(compared) : new double[1];
    return IntStream.range(0, compared.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -score(compared.get(i), alone[i])))
        .map(i -> compared.get(i).text())
        .toList();
  }

  private double score(PartialMessage draft, double aloneLikelihood) {
    double gain = draft.likelihood() - rule.relevance() * aloneLikelihood;
    return (gain - rule.specificity() * logFrequency(draft)) / (draft.length() + 1);
  }

  /** The sum over the tokens that were drawn, the end included. */
  private double logFrequency(PartialMessage draft) {
    if (frequencies.length == 0) {
      return 0;
    }
    double sum = frequencies[ControlTokens.END];
    for (int token : draft.drawnTokens()) {
      sum += frequencies[token];
    }
    return sum;
  }

  /**
   * The usable messages nearest to the first one in length, those first that have emoji as it does,
   * so that messages are as long, and have emoji as often, as the model would make them.
   */
  private List<PartialMessage> compared(CandidateGroup candidates, Predicate<String> usable) {
    List<PartialMessage> drafts = candidates.drafts();
    boolean emoji = hasEmoji(drafts.get(0));
    return drafts.stream()
        .filter(draft -> usable.test(draft.text()))
        .sorted(
            Comparator.comparing((PartialMessage draft) -> hasEmoji(draft) != emoji)
                .thenComparingDouble(candidates::distance))
        .limit(rule.compared())
        .toList();
  }

  private static boolean hasEmoji(PartialMessage draft) {
    return !WordsAndEmoji.emoji(draft.text()).isEmpty();
  }

  /** ln P of what was drawn of each message, without any context; 0 where it does not count. */
  private double[] aloneLikelihoods(List<PartialMessage> drafts) {
    double[] sums = new double[drafts.size()];
    if (alone == null || rule.relevance() == 0) {
      return sums;
    }
    List<int[]> tokens = new ArrayList<>();
    List<State> states = new ArrayList<>();
    for (PartialMessage draft : drafts) {
      int[] drawn = Arrays.copyOf(draft.drawnTokens(), draft.length() + 1);
      drawn[drawn.length - 1] = ControlTokens.END;
      tokens.add(drawn);
      State state = alone.copy();
      state.advance(draft.givenTokens());
      states.add(state);
    }
    int longest = tokens.stream().mapToInt(each -> each.length).max().orElse(0);
    for (int at = 0; at < longest; at++) {
      addColumn(at, tokens, states, sums);
    }
    return sums;
  }

  /** Adds ln P of each message's token at a place, and advances the states. */
  private void addColumn(int at, List<int[]> tokens, List<State> states, double[] sums) {
    List<State> moved = new ArrayList<>();
    int[] which = new int[tokens.size()];
    for (int i = 0; i < which.length; i++) {
      if (at < tokens.get(i).length) {
        which[moved.size()] = i;
        moved.add(states.get(i));
      }
    }
    float[][] logs = new float[moved.size()][model.tokenizer().size()];
    model.logProbabilities(moved, logs);
    int[] next = new int[moved.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = tokens.get(which[i])[at];
      sums[which[i]] += Math.max(LogLinear.LEAST, logs[i][next[i]]);
    }
    model.advance(moved, next);
  }
}
