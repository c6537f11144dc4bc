package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rarity of a message's words is that of their first tokens. */
class WordsTest {
  private static final BpeTokenizer TOKENIZER =
      new BpeTrainer(300)
          .train(
              Collections.nCopies(9, List.of("so hein is here 🌙", "中", "文")).stream()
                  .flatMap(List::stream)
                  .toList());
  private static final EmojiTokens EMOJI = new EmojiTokens(TOKENIZER);

  private static double logFrequency(String text) {
    float[] frequencies = new float[TOKENIZER.size()];
    for (int token = 0; token < frequencies.length; token++) {
      frequencies[token] = -token;
    }
    return Words.of(TOKENIZER.encode(text), TOKENIZER, EMOJI, frequencies).logFrequency();
  }

  /** Words of tokens whose frequency is not known. */
  private static Words words(String text) {
    return Words.of(TOKENIZER.encode(text), TOKENIZER, EMOJI, new float[0]);
  }

  /** How many words there are: the sum if each counts 1. */
  private static int count(String text, BpeTokenizer tokenizer) {
    float[] ones = new float[tokenizer.size()];
    Arrays.fill(ones, 1);
    int[] tokens = tokenizer.encode(text);
    return (int) Words.of(tokens, tokenizer, new EmojiTokens(tokenizer), ones).logFrequency();
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
  void areWithoutSignsAndNumbers(String text, int count) {
    assertThat(count(text, TOKENIZER)).isEqualTo(count);
  }

  @Test
  void beginAfterTheEndOfALine() {
    BpeTokenizer lines = new BpeTrainer(300).train(Collections.nCopies(9, "a.\nb"));
    assertThat(count("a.\nb", lines)).isEqualTo(2);
  }

  @Test
  void areAsCommonAsTheirFirstTokens() {
    assertThat(TOKENIZER.encode("heinq")).hasSizeGreaterThan(1);
    assertThat(logFrequency("heinq")).isEqualTo(-first("heinq"));
    assertThat(logFrequency("heinq here")).isEqualTo(-first("heinq") - first(" here"));
  }

  @Test
  void areAllAsCommonWhereThatIsNotKnown() {
    assertThat(words("so is").logFrequency()).isZero();
  }

  @Test
  void haveTokensThatAreNotOfSignsAndNumbers() {
    int so = TOKENIZER.encode("so").length;
    assertThat(words("so").tokens()).isEqualTo(so);
    assertThat(words("so > 9 9 9 !").tokens()).isEqualTo(so);
    assertThat(words("> 9 9 9").tokens()).isZero();
    assertThat(words("🌙🌙").tokens()).isEqualTo(2);
  }
}
