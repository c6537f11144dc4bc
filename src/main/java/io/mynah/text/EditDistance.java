package io.mynah.text;

/**
 * Counts the edits between two words: a letter left out, inserted or replaced, or two neighbours
 * swapped (optimal string alignment, after Damerau 1964).
 */
public final class EditDistance {
  private EditDistance() {}

  public static int between(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    int[][] cost = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : cell(cost, a, b, i, j);
      }
    }
    return cost[a.length][b.length];
  }

  private static int cell(int[][] cost, int[] a, int[] b, int i, int j) {
    int same = a[i - 1] == b[j - 1] ? 0 : 1;
    int best = Math.min(cost[i - 1][j - 1] + same, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
