package io.mynah.lm.evaluation;

import io.mynah.domain.Favourite;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what one side says more often than the other: by the log-odds ratio over its standard
 * deviation, with everybody's counts as the prior (Monroe, Colaresi and Quinn, Fightin' Words,
 * 2008). Without another side, finds what is said most.
 */
final class FavouriteFinder {
  /** Fewest occurrences of a favourite; less often is chance, not a habit. */
  private static final int FEWEST = 3;

  /** The weight of the prior relative to one side's counts. */
  private static final double PRIOR = 0.1;

  private FavouriteFinder() {}

  /**
   * Finds the favourites, the most frequent first.
   *
   * @param own what the person said, with repetitions
   * @param others what everybody else said
   * @param made what the model said
   * @param shortest fewest letters of a word that counts when there is nobody to compare with
   */
  static List<Favourite> find(
      List<String> own, List<String> others, List<String> made, int shortest, int most) {
    Map<String, Integer> ownCounts = count(own);
    Map<String, Integer> otherCounts = count(others);
    Map<String, Integer> madeCounts = count(made);
    double ownTotal = Math.max(1, own.size());
    double othersTotal = Math.max(1, others.size());
    return ownCounts.entrySet().stream()
        .filter(each -> each.getValue() >= FEWEST)
        .filter(
            each ->
                !others.isEmpty()
                    || each.getKey().codePointCount(0, each.getKey().length()) >= shortest)
        .map(
            each -> {
              int otherCount = otherCounts.getOrDefault(each.getKey(), 0);
              double score =
                  others.isEmpty()
                      ? each.getValue()
                      : score(each.getValue(), ownTotal, otherCount, othersTotal);
              return new Scored(
                  new Favourite(
                      each.getKey(), each.getValue(), madeCounts.getOrDefault(each.getKey(), 0)),
                  score);
            })
        .filter(scored -> scored.score > 0)
        .sorted(
            Comparator.comparingDouble((Scored scored) -> -scored.score)
                .thenComparing(scored -> scored.favourite.text()))
        .limit(most)
        .map(Scored::favourite)
        .sorted(Comparator.comparingInt((Favourite f) -> -f.real()).thenComparing(Favourite::text))
        .toList();
  }

  /** A candidate with its score; a higher one is more typical. */
  private record Scored(Favourite favourite, double score) {}

  private static double score(
      double ownCount, double ownTotal, double otherCount, double othersTotal) {
    double prior = PRIOR * (ownCount + otherCount);
    double priorAll = PRIOR * (ownTotal + othersTotal);
    double ratio =
        logOdds(ownCount + prior, ownTotal + priorAll)
            - logOdds(otherCount + prior, othersTotal + priorAll);
    return ratio / Math.sqrt(1 / (ownCount + prior) + 1 / (otherCount + prior));
  }

  private static double logOdds(double count, double all) {
    return Math.log(count / Math.max(1, all - count));
  }

  private static Map<String, Integer> count(List<String> all) {
    Map<String, Integer> counts = new HashMap<>();
    all.forEach(each -> counts.merge(each, 1, Integer::sum));
    return counts;
  }
}
