package io.mynah.lm;

import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordFrequenciesTest {
  /** A thousand words of which some are seldom: Tee, 茶 and Чай come twice, 42 and the rest once. */
  private static final WordFrequencies WORDS = of(984, "Tee tee 茶 茶 Чай чай once 42", "🌙 🌙");

  private static WordFrequencies of(int usual, String... texts) {
    List<Turn> turns = new ArrayList<>(Collections.nCopies(usual / 2, ada("so")));
    turns.addAll(Collections.nCopies(usual - usual / 2, bella("no")));
    turns.add(bella("http://a.example/tea @tea me@tea.example www.tea.example and and and and"));
    turns.add(bella("http://a.example/tea @tea me@tea.example www.tea.example and and and and"));
    Arrays.stream(texts).forEach(text -> turns.add(bella(text)));
    return WordFrequencies.of(turns);
  }

  @Test
  void areTheSharesOfAllThatIsWrittenByAnyone() {
    assertThat(WORDS.logFrequency("so")).isCloseTo(Math.log(492 / 999.0), within(1e-9));
    assertThat(WORDS.logFrequency("tee")).isCloseTo(Math.log(2 / 999.0), within(1e-9));
    assertThat(WORDS.logFrequency("once"))
        .as("as if it was written once")
        .isEqualTo(WORDS.logFrequency("never"))
        .isCloseTo(Math.log(1 / 999.0), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"so no", "once", "never", "42", "🌙", "tea", "@tee", "http://tee.tee", ""})
  void whatIsUsualOrWasWrittenOnceOrIsNoWordTellsNothing(String text) {
    assertThat(WORDS.content(text)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"tee, 1", "TEE!, 1", "so 茶 no, 1", "чай, 1", "tee tee tee, 1", "tee чай 茶, 3"})
  void whatIsSeldomTellsAsMuchAsItIsRarerThanUsual(String text, int words) {
    double each = Math.log(999 / 2.0) - 5;
    assertThat(WORDS.content(text)).isCloseTo(words * each, within(1e-9));
  }

  @Test
  void noWordTellsMoreThanAllOthers() {
    WordFrequencies many = of(60_000, "tee tee rum rum rum");
    assertThat(many.content("tee")).isEqualTo(4).isEqualTo(many.content("rum"));
    assertThat(many.mostContentOfWord()).isEqualTo(4);
    assertThat(WORDS.mostContentOfWord()).isEqualTo(WORDS.content("tee"));
    assertThat(of(40, "tee tee").mostContentOfWord()).as("in a few words").isZero();
  }

  @Test
  void nothingTellsAnythingWhereNothingIsKnown() {
    assertThat(WordFrequencies.NONE.content("tee")).isZero();
    assertThat(WordFrequencies.NONE.mostContentOfWord()).isZero();
    assertThat(WordFrequencies.NONE.logFrequency("tee")).isZero();
  }

  @Test
  void areTheSameAfterWritingAndReading() throws IOException {
    byte[] written = written(WORDS);
    WordFrequencies read = read(written);
    assertThat(written(read)).isEqualTo(written);
    assertThat(read.size()).isEqualTo(6);
    assertThat(read.content("tee чай")).isEqualTo(WORDS.content("tee чай"));
    for (int length = 0; length < written.length; length++) {
      byte[] part = Arrays.copyOf(written, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void damagedOnesAreRefused() throws IOException {
    byte[] written = written(of(8, "tee tee"));
    // After the numbers of words come each word with its length in two bytes, and how often it
    // came.
    for (int at = 0; at < written.length; at++) {
      byte[] damaged = written.clone();
      damaged[at] ^= (byte) 0xff;
      int place = at;
      try {
        assertThat(read(damaged).size()).as("byte %s", place).isLessThanOrEqualTo(4);
      } catch (IOException e) {
        assertThat(e).hasMessageNotContaining("tee");
      }
    }
    byte[] fewerInAll = written.clone();
    fewerInAll[0] = 3;
    assertThatThrownBy(() -> read(fewerInAll)).hasMessageContaining("words of 3");
  }

  private static byte[] written(WordFrequencies words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    words.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static WordFrequencies read(byte[] bytes) throws IOException {
    return WordFrequencies.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
