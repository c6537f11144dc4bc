package io.mynah.lm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordBoundariesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {" tea", " ", "!", "'s", "\n", "…", "“", "😀", "🇩", "\u200D", "，", "👩‍👩"})
  void aBlankASignOrAnEmojiEndsAWord(String piece) {
    assertThat(WordBoundaries.begins(piece.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tea", "7", "é", "еда", "你", "ไ", "ไม่", "\u0E49", "\u0301", "ß!"})
  void aLetterADigitOrAMarkGoesOnWithIt(String piece) {
    assertThat(WordBoundaries.begins(piece.getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "д", "你", "ไ"})
  void soDoesEachPartOfALetter(String letter) {
    byte[] bytes = letter.getBytes(UTF_8);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(WordBoundaries.begins(Arrays.copyOf(bytes, cut))).isFalse();
      assertThat(WordBoundaries.begins(Arrays.copyOfRange(bytes, cut, bytes.length))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"😀", "❤", "…"})
  void theFirstPartOfAnEmojiOrASignEndsAWordToo(String sign) {
    byte[] bytes = sign.getBytes(UTF_8);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(WordBoundaries.begins(Arrays.copyOf(bytes, cut))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tea", "7up", "дом", "é", "مرحبا", "안녕"})
  void scriptsWithBlanksHaveWords(String text) {
    assertThat(WordBoundaries.anyIn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!?", "😀", "…", "你好吗", "ไม่ได้", "ありがとう", "မြန်မာ", "ok好"})
  void signsEmojiAndOtherScriptsHaveNone(String text) {
    assertThat(WordBoundaries.anyIn(text)).isFalse();
  }
}
