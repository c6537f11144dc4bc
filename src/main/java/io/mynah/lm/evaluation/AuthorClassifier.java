package io.mynah.lm.evaluation;

import io.mynah.domain.PersonKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Classifies a message by author: naive Bayes over n-grams of one to five characters, with equal
 * prior probability for every person. An n-gram's probability for a person is its share among the
 * person's n-grams, smoothed towards its share among everybody's (Dirichlet smoothing, Zhai and
 * Lafferty, 2004). The same amount of text is counted for each person, as much as the one who wrote
 * least has, because more text would favour a person. Immutable and thread-safe.
 */
final class AuthorClassifier {
  private static final int LONGEST = 5;

  /** N-grams are identified by this many bits of their hash; few collide. */
  private static final int BITS = 18;

  /** Weight of the prior, in n-grams of everybody's. */
  private static final double PRIOR = 20_000;

  /** Most characters counted for one person, the last ones. */
  private static final int MOST = 300_000;

  private final List<PersonKey> people;

  /**
   * ln of an n-gram's probability for each person over its probability for everybody; people ×
   * hashes.
   */
  private final float[][] evidence;

  private AuthorClassifier(List<PersonKey> people, float[][] evidence) {
    this.people = people;
    this.evidence = evidence;
  }

  /**
   * Counts the n-grams of some people's messages.
   *
   * @param messages by person, in order of time; at least two people
   */
  static AuthorClassifier learn(Map<PersonKey, List<String>> messages) {
    List<PersonKey> people = List.copyOf(messages.keySet());
    int least = messages.values().stream().mapToInt(AuthorClassifier::characters).min().orElse(0);
    float[][] counts = new float[people.size()][];
    for (int i = 0; i < counts.length; i++) {
      List<String> own = messages.getOrDefault(people.get(i), List.of());
      counts[i] = count(own, Math.min(MOST, least));
    }
    double[] shares = averageShares(counts);
    for (float[] own : counts) {
      double total = sum(own);
      for (int at = 0; at < own.length; at++) {
        double share = (own[at] + PRIOR * shares[at]) / (total + PRIOR);
        own[at] = shares[at] == 0 ? 0 : (float) Math.log(share / shares[at]);
      }
    }
    return new AuthorClassifier(people, counts);
  }

  /** The most likely author of a message. */
  PersonKey of(String message) {
    double[] scores = new double[people.size()];
    for (int ngramHash : hashes(message)) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] += evidence[i][ngramHash];
      }
    }
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return people.get(best);
  }

  /** Total length of messages in UTF-16 units. */
  static int characters(List<String> messages) {
    return messages.stream().mapToInt(String::length).sum();
  }

  private static float[] count(List<String> messages, int most) {
    float[] counts = new float[1 << BITS];
    int characters = 0;
    for (int i = messages.size() - 1; i >= 0 && characters < most; i--) {
      characters += messages.get(i).length();
      for (int ngramHash : hashes(messages.get(i))) {
        counts[ngramHash]++;
      }
    }
    return counts;
  }

  /**
   * Each n-gram's share for everybody, with equal weight for each person.
   *
   * @param counts people × hashes
   */
  private static double[] averageShares(float[][] counts) {
    double[] shares = new double[1 << BITS];
    for (float[] own : counts) {
      double total = Math.max(1, sum(own));
      for (int at = 0; at < shares.length; at++) {
        shares[at] += own[at] / total / counts.length;
      }
    }
    return shares;
  }

  private static double sum(float[] counts) {
    double sum = 0;
    for (float count : counts) {
      sum += count;
    }
    return sum;
  }

  /** The hashes of a message's n-grams; its beginning and end count as characters, too. */
  private static List<Integer> hashes(String message) {
    String text = "\n" + message.toLowerCase(Locale.ROOT) + "\n";
    List<Integer> hashes = new ArrayList<>(LONGEST * text.length());
    for (int from = 0; from < text.length(); from++) {
      int hash = 17;
      for (int to = from; to < Math.min(text.length(), from + LONGEST); to++) {
        hash = (hash ^ text.charAt(to)) * 0x9E3779B1;
        hash ^= hash >>> 15;
        hashes.add(hash >>> (Integer.SIZE - BITS));
      }
    }
    return hashes;
  }
}
