package io.mynah.lm.training;

import static io.mynah.lm.Chats.ADA;
import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataSplitTest {
  @Test
  void keepsTheLastTenthOfAPersonsMessagesBack() {
    for (int count : new int[] {1, 9, 10, 11, 70, 99, 100, 1990}) {
      List<Turn> turns = IntStream.range(0, count).mapToObj(i -> bella("m" + i)).toList();
      DataSplit split = DataSplit.of(turns, BELLA);
      assertThat(split.before()).hasSize(count * 9 / 10);
      assertThat(split.after()).hasSize(count - count * 9 / 10);
    }
  }

  @Test
  void cutsInTimeSoThatNothingAfterTheFirstMessageKeptBackIsLearned() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 100; round++) {
      List<Turn> turns = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(60); i++) {
        turns.add(random.nextInt(3) == 0 ? bella("b" + i) : ada("a" + i));
      }
      DataSplit split = DataSplit.of(turns, BELLA);
      List<Turn> both = new ArrayList<>(split.before());
      both.addAll(split.after());
      assertThat(both).isEqualTo(turns);
      long own = DataSplit.count(turns, BELLA);
      assertThat((long) DataSplit.count(split.before(), BELLA)).isEqualTo(own * 9 / 10);
      if (own > 0) {
        assertThat(split.after().get(0).speaker()).isEqualTo(BELLA);
      }
    }
  }

  @Test
  void doesNotCountMessagesOfBlanks() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      turns.add(bella(" m" + i + "\n"));
      turns.add(bella(" \u2003\n"));
      turns.add(ada(""));
    }
    DataSplit split = DataSplit.of(turns, BELLA);
    assertThat(split.before()).extracting(Turn::text).hasSize(9).startsWith("m0", "m1");
    assertThat(split.after()).extracting(Turn::text).containsExactly("m9");
  }

  @Test
  void keepsNothingBackOfSomeoneWhoSaidNothing() {
    DataSplit split = DataSplit.of(List.of(ada("1"), ada("2")), BELLA);
    assertThat(split.before()).hasSize(2);
    assertThat(split.after()).isEmpty();
    assertThat(DataSplit.of(List.of(), ADA).before()).isEmpty();
  }
}
