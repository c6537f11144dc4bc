package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.VoiceParameters.Score;
import io.mynah.lm.mixture.LogLinear;
import io.mynah.text.ControlTokens;
import io.mynah.text.WordsAndEmoji;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Orders drawn messages by a {@link Score}; those like what was disliked lose a little. For one
 * thread.
 */
final class MessageRanking {
  /** Tokens of messages that are scored at once, more or less, which bounds the memory. */
  private static final int AT_ONCE = 64;

  private final LanguageModel model;
  private final Score weights;

  /** The state without what is answered; null if it does not count. */
  private final @Nullable State unanswered;

  private final Dislikes dislikes;

  /**
   * ln P of every token as the first one without what is answered; none where it does not count.
   */
  private final float[] unansweredFirst;

  /**
   * @param unanswered the state without what is answered, after the token that opens the message;
   *     null if there is no context
   */
  MessageRanking(
      LanguageModel model, Score weights, @Nullable State unanswered, Dislikes dislikes) {
    this.dislikes = dislikes;
    this.model = model;
    this.weights = weights;
    this.unanswered = weights.relevance() == 0 && weights.opening() == 0 ? null : unanswered;
    unansweredFirst = new float[this.unanswered == null ? 0 : model.vocabulary()];
    if (this.unanswered != null) {
      this.unanswered.copy().logProbabilities(unansweredFirst);
    }
  }

  /**
   * The score so far of a message that is being drawn, of which nothing was given, without
   * relevance, brevity and dislikes.
   */
  double scoreSoFar(PartialMessage draft) {
    int[] drawn = draft.drawnTokens();
    if (drawn.length == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double opening = 0;
    if (unansweredFirst.length > 0) {
      double first = Math.max(LogLinear.LEAST, unansweredFirst[drawn[0]]);
      opening = weights.opening() * (draft.firstLikelihood() - first);
    }
    return senseAndContent(draft) / Math.max(1, wordCount(draft)) + opening;
  }

  /**
   * The texts of the messages that are compared, the best first.
   *
   * @param usable whether a text may be said
   */
  List<String> bestFirst(CandidateGroup candidates, Predicate<String> usable) {
    List<PartialMessage> compared = compared(candidates, usable);
    List<Likelihood> unanswered =
        compared.size() > 1 ? unansweredLikelihoods(compared) : List.of(new Likelihood());
    return IntStream.range(0, compared.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -score(compared.get(i), unanswered.get(i))))
        .map(i -> compared.get(i).text())
        .toList();
  }

  private double score(PartialMessage draft, Likelihood unanswered) {
    int tokens = draft.length() + 1;
    return senseAndContent(draft) / (wordCount(draft) + 1)
        + weights.relevance() * (draft.likelihood() - unanswered.all)
        + weights.opening() * (draft.firstLikelihood() - unanswered.first)
        - weights.brevity() * Math.log(tokens)
        - dislikes.penalty(draft.text());
  }

  /** What the model is sure of, and what the words tell. */
  private double senseAndContent(PartialMessage draft) {
    return weights.fluency() * draft.sureness()
        + weights.content() * model.wordFrequencies().informationContent(draft.drawnText());
  }

  private static int wordCount(PartialMessage draft) {
    return WordsAndEmoji.of(draft.drawnText()).size();
  }

  /**
   * The message that is said if none fits: of those that the model is sure enough of, the one whose
   * words tell most; otherwise the surest. One that was disliked is not.
   *
   * @param earlier another one, if there is any, from the same limits
   * @param usable whether a text may be said
   */
  Optional<PartialMessage> misfit(
      CandidateGroup candidates, Optional<PartialMessage> earlier, Predicate<String> usable) {
    return Stream.concat(earlier.stream(), candidates.drafts().stream())
        .filter(draft -> usable.test(draft.text()) && !dislikes.hasSame(draft.text()))
        .max(
            Comparator.comparing(candidates::isSure)
                .thenComparing(
                    draft ->
                        candidates.isSure(draft)
                            ? model.wordFrequencies().informationContent(draft.text())
                            : draft.sureness()));
  }

  /** Whether a message tells enough, or is of emoji alone. */
  private boolean tells(PartialMessage draft, double least) {
    String text = draft.text();
    return model.wordFrequencies().informationContent(text) >= least
        || (hasEmoji(draft) && WordsAndEmoji.of(text).isEmpty());
  }

  /**
   * The usable messages that are taken first, of those that fit; those with emoji as wanted before
   * the others. If only one would be, and that was disliked, it is compared with another one, or
   * not taken if there is none.
   */
  private List<PartialMessage> compared(CandidateGroup candidates, Predicate<String> usable) {
    List<PartialMessage> drafts = candidates.drafts();
    boolean emoji =
        switch (candidates.emoji()) {
          case AS_DRAWN -> hasEmoji(drafts.get(0));
          case SOME -> true;
          case NONE -> false;
        };
    double least =
        Math.min(candidates.leastContent(), model.wordFrequencies().contentOfSeldomWord());
    List<PartialMessage> fitting =
        drafts.stream()
            .filter(candidates::fits)
            .filter(draft -> tells(draft, least))
            .filter(draft -> usable.test(draft.text()))
            .sorted(candidates.order())
            .toList();
    List<PartialMessage> alike =
        fitting.stream().filter(draft -> hasEmoji(draft) == emoji).toList();
    List<PartialMessage> taken = alike.isEmpty() ? fitting : alike;
    int most = candidates.compared();
    if (most != 1 || taken.isEmpty() || !dislikes.hasSame(taken.get(0).text())) {
      return taken.stream().limit(most).toList();
    }
    Optional<PartialMessage> other =
        taken.stream().filter(draft -> !dislikes.hasSame(draft.text())).findFirst();
    return other.map(draft -> List.of(taken.get(0), draft)).orElse(List.of());
  }

  private static boolean hasEmoji(PartialMessage draft) {
    return WordsAndEmoji.hasEmoji(draft.text());
  }

  /** ln P of what was drawn of a message, and of its first token. */
  private static final class Likelihood {
    private double all;
    private double first;
  }

  /** What was drawn of each message, without what is answered; 0 where it does not count. */
  private List<Likelihood> unansweredLikelihoods(List<PartialMessage> drafts) {
    List<Likelihood> sums = drafts.stream().map(draft -> new Likelihood()).toList();
    if (unanswered == null) {
      return sums;
    }
    int from = 0;
    while (from < drafts.size()) {
      int to = from;
      int tokens = 0;
      while (to < drafts.size() && (to == from || tokens < AT_ONCE)) {
        tokens += drafts.get(to++).tokens().length;
      }
      addLikelihoods(unanswered, drafts.subList(from, to), sums.subList(from, to));
      from = to;
    }
    return sums;
  }

  private void addLikelihoods(State before, List<PartialMessage> drafts, List<Likelihood> sums) {
    List<State> states = drafts.stream().map(draft -> before.copy()).toList();
    int[][] tokens = drafts.stream().map(PartialMessage::tokens).toArray(int[][]::new);
    float[][][] after = new float[tokens.length][][];
    for (int i = 0; i < after.length; i++) {
      after[i] = new float[tokens[i].length][model.vocabulary()];
    }
    model.read(states, tokens, after);
    for (int i = 0; i < after.length; i++) {
      int given = tokens[i].length - drafts.get(i).length();
      for (int at = given; at <= tokens[i].length; at++) {
        int token = at < tokens[i].length ? tokens[i][at] : ControlTokens.END;
        float[] logs = at == 0 ? unansweredFirst : after[i][at - 1];
        double log = Math.max(LogLinear.LEAST, logs[token]);
        sums.get(i).all += log;
        if (at == given) {
          sums.get(i).first = log;
        }
      }
    }
  }
}
