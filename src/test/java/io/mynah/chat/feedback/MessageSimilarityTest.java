package io.mynah.chat.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageSimilarityTest {
  /** The messages in the order of how like a text they are. */
  private static List<String> closest(String text, String... messages) {
    MessageSimilarity similarity = new MessageSimilarity(text);
    for (int i = 0; i < messages.length; i++) {
      similarity.addMessage(i, messages[i]);
    }
    return similarity.closest(3).stream().map(id -> messages[id.intValue()]).toList();
  }

  @Test
  void whatSharesMoreIsMoreLike() {
    assertThat(
            closest(
                "see you at the station",
                "no",
                "the station is closed",
                "see you at the station!",
                "at home",
                "see you"))
        .containsExactly("see you at the station!", "the station is closed", "see you");
  }

  @Test
  void whatManyMessagesHaveCountsLittle() {
    String[] messages =
        IntStream.range(0, 40)
            .mapToObj(i -> i == 20 ? "a zebra there" : "well well " + (char) ('a' + i % 26))
            .toArray(String[]::new);
    assertThat(closest("well well well zebra", messages)).first().isEqualTo("a zebra there");
  }

  @Test
  void caseAndBlanksDoNotMatterAndALongMessageThatHoldsItIsLessLike() {
    assertThat(
            closest("Good  Night", "x".repeat(300) + " good night", "GOOD\nNIGHT", "nothing else"))
        .containsExactly("GOOD\nNIGHT", "x".repeat(300) + " good night");
  }

  @Test
  void ofEqualsTheLastComesFirstAndOnlyAsManyAsAreAsked() {
    MessageSimilarity similarity = new MessageSimilarity("ok");
    for (long id = 1; id <= 9; id++) {
      similarity.addMessage(id, "ok");
    }
    assertThat(similarity.closest(3)).containsExactly(9L, 8L, 7L);
  }

  @Test
  void whatSharesNothingIsNotThereWhateverTheScript() {
    assertThat(closest("你好吗", "hello", "你好吗?", "😀😀😀")).containsExactly("你好吗?");
    assertThat(closest("😀", "hello", "😀")).containsExactly("😀");
    assertThat(closest("", "hello")).isEmpty();
    assertThat(closest("hello")).isEmpty();
  }

  @Test
  void longTextsAndMessagesAndManyOfThemAreNoTrouble() {
    SplittableRandom random = new SplittableRandom(1);
    String text =
        random
            .ints(5_000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    MessageSimilarity similarity = new MessageSimilarity(text);
    for (int id = 0; id < 3_000; id++) {
      similarity.addMessage(id, id == 1_234 ? text : text.substring(100, 110 + id % 50));
    }
    assertThat(similarity.closest(1)).containsExactly(1_234L);
  }
}
