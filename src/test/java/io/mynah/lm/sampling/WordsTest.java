package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A score counts each word by its first token. */
class WordsTest {
  private static final BpeTokenizer TOKENIZER =
      new BpeTrainer(300)
          .train(
              Collections.nCopies(9, List.of("so hein is here 🌙", "中", "文")).stream()
                  .flatMap(List::stream)
                  .toList());
  private static final EmojiTokens EMOJI = new EmojiTokens(TOKENIZER);

  private static Words words(String text) {
    float[] frequencies = new float[TOKENIZER.size()];
    for (int token = 0; token < frequencies.length; token++) {
      frequencies[token] = -token;
    }
    return Words.of(TOKENIZER.encode(text), TOKENIZER, EMOJI, frequencies);
  }

  private static int first(String text) {
    return TOKENIZER.encode(text)[0];
  }

  @ParameterizedTest
  @CsvSource({
    "so is hein here, 4",
    "heinrichqvx, 1",
    "@heinrich: so?, 2",
    "'> 9 9 9 :)', 0",
    "v2.5 is so 12, 3",
    "https://here.is/so?hein=9, 1",
    "don't, 1",
    "中文, 2",
    "so 🌙🌙, 3",
  })
  void areCountedWithoutSignsAndNumbers(String text, int count) {
    assertThat(words(text).count()).isEqualTo(count);
  }

  @Test
  void beginAfterTheEndOfALine() {
    BpeTokenizer lines = new BpeTrainer(300).train(Collections.nCopies(9, "a.\nb"));
    int[] tokens = lines.encode("a.\nb");
    assertThat(Words.of(tokens, lines, new EmojiTokens(lines), new float[0]).count()).isEqualTo(2);
  }

  @Test
  void areAsCommonAsTheirFirstTokens() {
    assertThat(TOKENIZER.encode("heinq")).hasSizeGreaterThan(1);
    assertThat(words("heinq").logFrequency()).isEqualTo(-first("heinq"));
    assertThat(words("heinq here").logFrequency()).isEqualTo(-first("heinq") - first(" here"));
  }

  @Test
  void countAlsoWhereFrequenciesAreNotKnown() {
    assertThat(Words.of(TOKENIZER.encode("so is"), TOKENIZER, EMOJI, new float[0]))
        .isEqualTo(new Words(2, 0));
  }
}
