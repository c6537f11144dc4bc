package io.mynah.lm;

import io.mynah.text.WordsAndEmoji;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How often each word is written in a chat, by anyone. Words of a single message are not among
 * them, since those may be slips or secrets; neither are those with digits, and those of links and
 * mentions. Immutable and thread-safe.
 */
public final class WordFrequencies {
  /** Where nothing is known. */
  public static final WordFrequencies NONE = new WordFrequencies(new TreeMap<>(), 0);

  /** What a link, an address or a mention contains. */
  private static final List<String> OF_REFERENCE = List.of("://", "@");

  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  /** Most different words, the most frequent ones. */
  private static final int MOST = 20_000;

  /** UTF-16 units of the longest word. */
  private static final int LONGEST = 40;

  /** A word is in so many messages, at least. */
  private static final int LEAST_MESSAGES = 2;

  /** How often a word that is seldom is written. */
  private static final int SELDOM = 5;

  /** −ln of the share of a word that tells something: one in 150. */
  private static final double USUAL = 5;

  /** The most that one word tells, in nats: one in 8,000 and rarer. */
  private static final double MOST_CONTENT = 4;

  private final NavigableMap<String, Integer> counts;

  /** How many words were written in all, each as often as it was. */
  private final int total;

  private WordFrequencies(NavigableMap<String, Integer> counts, int total) {
    this.counts = counts;
    this.total = total;
  }

  /** Counts the words of messages. */
  public static WordFrequencies of(Collection<Turn> turns) {
    Map<String, Integer> times = new HashMap<>();
    Map<String, Integer> messages = new HashMap<>();
    int total = 0;
    for (Turn turn : turns) {
      List<String> words = words(turn.text());
      total += words.size();
      words.forEach(word -> times.merge(word, 1, Integer::sum));
      words.stream().distinct().forEach(word -> messages.merge(word, 1, Integer::sum));
    }
    messages.values().removeIf(count -> count < LEAST_MESSAGES);
    times.keySet().retainAll(messages.keySet());
    NavigableMap<String, Integer> counts = new TreeMap<>();
    times.entrySet().stream()
        .filter(each -> isCounted(each.getKey()))
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> each) -> -each.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(MOST)
        .forEach(each -> counts.put(each.getKey(), each.getValue()));
    return new WordFrequencies(counts, total);
  }

  /** Whether a word is short, and has neither a digit nor a dot, as the name of a site has. */
  private static boolean isCounted(String word) {
    return word.length() <= LONGEST
        && word.chars().noneMatch(each -> each == '.' || Character.isDigit(each));
  }

  private static List<String> words(String text) {
    if (!isReference(text)) {
      return WordsAndEmoji.of(text);
    }
    return BLANKS
        .splitAsStream(text)
        .filter(part -> !isReference(part))
        .flatMap(part -> WordsAndEmoji.of(part).stream())
        .toList();
  }

  private static boolean isReference(String text) {
    return OF_REFERENCE.stream().anyMatch(text::contains);
  }

  /** How many different ones there are. */
  public int size() {
    return counts.size();
  }

  /**
   * ln of the share of a word in all that is written.
   *
   * @param word in lower case, as {@link WordsAndEmoji} gives it; one that is not known counts as
   *     written once
   */
  public double logFrequency(String word) {
    return Math.log(counts.getOrDefault(word, 1) / (double) Math.max(1, total));
  }

  /**
   * How much the words of a text tell, in nats: the sum, over the different ones, of how much rarer
   * than usual each is. A word that is not known tells nothing.
   */
  public double informationContent(String text) {
    return words(text).stream()
        .distinct()
        .mapToInt(word -> counts.getOrDefault(word, 0))
        .filter(count -> count > 0)
        .mapToDouble(this::content)
        .sum();
  }

  /**
   * How much a word tells that is seldom in this chat: as much as one that was written five times.
   * None in a chat of a few hundred words.
   */
  public double contentOfSeldomWord() {
    return total == 0 ? 0 : content(SELDOM);
  }

  private double content(int count) {
    double nats = Math.log(Math.max(1, total) / (double) count) - USUAL;
    return Math.max(0, Math.min(MOST_CONTENT, nats));
  }

  public long sizeInBytes() {
    return counts.keySet().stream().mapToLong(word -> 100 + 2L * word.length()).sum();
  }

  public void write(DataOutputStream out) throws IOException {
    Varints.write(out, total);
    Varints.write(out, counts.size());
    for (Map.Entry<String, Integer> each : counts.entrySet()) {
      out.writeUTF(each.getKey());
      Varints.write(out, each.getValue());
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when the bytes are no frequencies
   */
  public static WordFrequencies read(DataInputStream in) throws IOException {
    int total = Varints.read(in);
    int size = Varints.read(in);
    NavigableMap<String, Integer> counts = new TreeMap<>();
    long sum = 0;
    for (int i = 0; i < size; i++) {
      String word = in.readUTF();
      int count = Varints.read(in);
      if (i >= MOST || word.length() > LONGEST || count < LEAST_MESSAGES) {
        throw new IOException("damaged frequencies of words");
      }
      if (!counts.isEmpty() && counts.lastKey().compareTo(word) >= 0) {
        throw new IOException("words out of order");
      }
      counts.put(word, count);
      sum += count;
    }
    if (sum > total) {
      throw new IOException(sum + " words of " + total);
    }
    return new WordFrequencies(counts, total);
  }
}
