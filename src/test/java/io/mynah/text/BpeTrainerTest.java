package io.mynah.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
  @Test
  void joinsTheMostFrequentPairFirst() {
    // "ab" stands six times, "bc" three, so "ab" comes first, then "ab" with "c".
    BpeTokenizer learned =
        new BpeTrainer(BpeTokenizer.MERGES + 2).train(List.of("abc abc abc", "ab", "ab", "ab"));
    assertThat(pieces(learned)).containsExactly("ab", "abc");
  }

  @Test
  void stopsWhereNoPairIsFrequent() {
    assertThat(new BpeTrainer(2000).train(List.of("xyz xy", "qw")).size())
        .isEqualTo(BpeTokenizer.MERGES);
  }

  @Test
  void neverGrowsPastTheSizeAskedFor() {
    List<String> texts = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      texts.add("word" + random.nextInt(50) + " again and again");
    }
    assertThat(new BpeTrainer(300).train(texts).size()).isEqualTo(300);
  }

  @Test
  void letsNoPieceCrossTheBorderOfAWord() {
    List<String> texts = Collections.nCopies(50, "well, you know. you know what?");
    assertThat(pieces(new BpeTrainer(500).train(texts)))
        .contains(" know")
        .noneMatch(piece -> piece.strip().matches(".*[a-z][,.?]+.*|.* .*"));
  }

  @Test
  void learnsTheSameFromTheSameTexts() {
    Random random = new Random(4);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(RandomText.of(random, 30));
    }
    assertThat(pieces(new BpeTrainer(700).train(texts)))
        .isEqualTo(pieces(new BpeTrainer(700).train(texts)));
  }

  @Test
  void refusesMoreTokensThanFitSixteenBits() {
    assertThatThrownBy(() -> new BpeTrainer(70_000)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> pieces(BpeTokenizer tokenizer) {
    List<String> pieces = new ArrayList<>();
    for (int token = BpeTokenizer.MERGES; token < tokenizer.size(); token++) {
      pieces.add(new String(tokenizer.bytes(token), StandardCharsets.UTF_8));
    }
    return pieces;
  }
}
