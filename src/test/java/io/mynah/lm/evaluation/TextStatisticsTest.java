package io.mynah.lm.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextStatisticsTest {
  @Test
  void countsAsCopiedWhatStandsVerbatimAndHasFourWords() {
    List<String> learned = List.of("i want a boat", "hello you", "مرحبا كيف حالك اليوم");
    assertThat(TextStatistics.copied(List.of("i want a boat", "i want a goat"), learned))
        .isEqualTo(0.5);
    assertThat(TextStatistics.copied(List.of("i  want a boat", "I want a boat"), learned)).isZero();
    assertThat(TextStatistics.copied(List.of("مرحبا كيف حالك اليوم"), learned)).isEqualTo(1);
  }

  @Test
  void takesAnIdeographForAWord() {
    List<String> learned = List.of("明天去公园", "你好");
    assertThat(TextStatistics.copied(List.of("明天去公园", "后天去公园", "你好"), learned)).isEqualTo(0.5);
  }

  @Test
  void doesNotCountShortMessagesEitherWay() {
    List<String> learned = List.of("hello you", "i want a boat");
    assertThat(TextStatistics.copied(List.of("hello you"), learned)).isZero();
    assertThat(TextStatistics.copied(List.of("hello you", "so", "i want a boat"), learned))
        .isEqualTo(1);
    assertThat(TextStatistics.copied(List.of(), learned)).isZero();
  }

  @Test
  void tellsHowManyMessagesDifferAndHowLongTheyAre() {
    assertThat(TextStatistics.distinct(List.of("a", "b", "a", "a"))).isEqualTo(0.5);
    assertThat(TextStatistics.distinct(List.of())).isZero();
    assertThat(TextStatistics.meanLength(List.of("👍🏽", "abcd"))).isEqualTo(3);
    assertThat(TextStatistics.meanLength(List.of())).isZero();
  }
}
