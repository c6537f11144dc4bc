package io.mynah.lm.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NGramCounterTest {
  private static final int ORDER = 4;

  /** Some messages of few different tokens, a few of them empty. */
  private static List<List<Integer>> messages(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Integer>> messages = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<Integer> message = new ArrayList<>(List.of(ControlTokens.OWN));
      random.ints(random.nextInt(8), ControlTokens.COUNT, 10).forEach(message::add);
      message.add(ControlTokens.END);
      messages.add(message);
    }
    return messages;
  }

  @Test
  void countsNothingInNothing() {
    NGramTrie trie = NGramCounter.count(new int[0], ORDER);
    assertThat(trie.order()).isEqualTo(ORDER);
    assertThat(trie.endChild(0, 0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void countsEachSequenceAsKneserAndNeyDo(long seed) {
    List<List<Integer>> messages = messages(seed);
    int[] joined = messages.stream().flatMap(List::stream).mapToInt(each -> each).toArray();
    NavigableMap<String, Integer> counted = new TreeMap<>();
    read(NGramCounter.count(joined, ORDER), 0, 0, "", counted);
    assertThat(counted).isEqualTo(expected(messages));
  }

  /** Reads the sequences of a trie, each as its tokens with blanks. */
  private static void read(
      NGramTrie trie, int level, int node, String before, NavigableMap<String, Integer> counted) {
    if (level > 0) {
      counted.put(before, trie.count(level, node));
    }
    if (level == ORDER) {
      return;
    }
    int last = -1;
    int end = trie.endChild(level, node);
    for (int child = trie.firstChild(level, node); child < end; child++) {
      int token = trie.token(level + 1, child);
      assertThat(token).as("in order, each once").isGreaterThan(last);
      last = token;
      read(trie, level + 1, child, before + token + " ", counted);
    }
  }

  private static NavigableMap<String, Integer> expected(List<List<Integer>> messages) {
    NavigableMap<String, Integer> expected = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (List<Integer> message : messages) {
      for (int from = 0; from < message.size(); from++) {
        for (int to = from + 1; to <= Math.min(message.size(), from + ORDER); to++) {
          String sequence = name(message.subList(from, to));
          boolean occurrences = to - from == ORDER || from == 0;
          boolean counts = occurrences ? to > 1 : seen.add(name(message.subList(from - 1, to)));
          expected.merge(sequence, counts ? 1 : 0, Integer::sum);
        }
      }
    }
    return expected;
  }

  private static String name(List<Integer> tokens) {
    StringBuilder name = new StringBuilder();
    tokens.forEach(token -> name.append(token).append(' '));
    return name.toString();
  }
}
