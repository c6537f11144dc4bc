package io.mynah.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextSharesTest {
  @Test
  void countsAsCopiedWhatStandsVerbatimAndHasFourWords() {
    List<String> learned = List.of("i want a boat", "hello you", "مرحبا كيف حالك اليوم");
    assertThat(TextShares.copied(List.of("i want a boat", "i want a goat"), learned))
        .isEqualTo(0.5);
    assertThat(TextShares.copied(List.of("i  want a boat", "I want a boat"), learned)).isZero();
    assertThat(TextShares.copied(List.of("مرحبا كيف حالك اليوم"), learned)).isEqualTo(1);
  }

  @Test
  void takesAnIdeographForAWord() {
    List<String> learned = List.of("明天去公园", "你好");
    assertThat(TextShares.copied(List.of("明天去公园", "后天去公园", "你好"), learned)).isEqualTo(0.5);
  }

  @Test
  void doesNotCountShortMessagesEitherWay() {
    List<String> learned = List.of("hello you", "i want a boat");
    assertThat(TextShares.copied(List.of("hello you"), learned)).isZero();
    assertThat(TextShares.copied(List.of("hello you", "so", "i want a boat"), learned))
        .isEqualTo(1);
    assertThat(TextShares.copied(List.of(), learned)).isZero();
  }

  @Test
  void tellsHowManyMessagesDifferAndHowLongTheyAre() {
    assertThat(TextShares.distinct(List.of("a", "b", "a", "a"))).isEqualTo(0.5);
    assertThat(TextShares.distinct(List.of())).isZero();
    assertThat(TextShares.meanLength(List.of("👍🏽", "abcd"))).isEqualTo(3);
    assertThat(TextShares.meanLength(List.of())).isZero();
  }
}
