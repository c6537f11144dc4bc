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
  /** A thousand words: tee, 茶 and чай are in two messages, some in one, and v2 is in many. */
  private static final WordFrequencies WORDS =
      of(984, "Tee 茶 Чай once once", "tee 茶 чай 42 🌙 🌙", "v2 v2 v2", "v2 youtu.be youtu.be");

  /** The usual ones, tee, 茶 and чай twice, once twice, youtu.be three times. */
  private static final int TOTAL = 984 + 6 + 2 + 3;

  private static WordFrequencies of(int usual, String... texts) {
    List<Turn> turns = new ArrayList<>(Collections.nCopies(usual / 2, ada("so")));
    turns.addAll(Collections.nCopies(usual - usual / 2, bella("no")));
    turns.add(bella("http://a.example/tea @tea me@tea.example"));
    turns.add(bella("http://a.example/tea @tea me@tea.example"));
    turns.add(bella("youtu.be"));
    Arrays.stream(texts).forEach(text -> turns.add(bella(text)));
    return WordFrequencies.of(turns);
  }

  @Test
  void areTheSharesOfAllThatIsWrittenByAnyone() {
    assertThat(WORDS.logFrequency("so")).isCloseTo(Math.log(492.0 / TOTAL), within(1e-9));
    assertThat(WORDS.logFrequency("tee")).isCloseTo(Math.log(2.0 / TOTAL), within(1e-9));
    assertThat(WORDS.logFrequency("once"))
        .as("as if it was written once")
        .isEqualTo(WORDS.logFrequency("never"))
        .isCloseTo(Math.log(1.0 / TOTAL), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "so no",
        "once",
        "never",
        "42",
        "🌙",
        "tea",
        "@tee",
        "http://x/tee",
        "v2",
        "youtu.be",
        ""
      })
  void whatIsUsualOrWasWrittenOnceOrIsNoWordTellsNothing(String text) {
    assertThat(WORDS.informationContent(text)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"tee, 1", "TEE!, 1", "so 茶 no, 1", "чай, 1", "tee tee tee, 1", "tee чай 茶, 3"})
  void whatIsSeldomTellsAsMuchAsItIsRarerThanUsual(String text, int words) {
    double each = Math.log(TOTAL / 2.0) - 5;
    assertThat(WORDS.informationContent(text)).isCloseTo(words * each, within(1e-9));
  }

  @Test
  void noWordTellsMoreThanAllOthers() {
    WordFrequencies many = of(60_000, "tee rum", "tee rum rum");
    assertThat(many.informationContent("tee"))
        .isEqualTo(4)
        .isEqualTo(many.informationContent("rum"));
    assertThat(many.contentOfSeldomWord()).isEqualTo(4);
    assertThat(WORDS.contentOfSeldomWord()).isCloseTo(Math.log(TOTAL / 5.0) - 5, within(1e-9));
    assertThat(of(400, "tee", "tee").contentOfSeldomWord()).as("in a few words").isZero();
  }

  @Test
  void nothingTellsAnythingWhereNothingIsKnown() {
    assertThat(WordFrequencies.NONE.informationContent("tee")).isZero();
    assertThat(WordFrequencies.NONE.contentOfSeldomWord()).isZero();
    assertThat(WordFrequencies.NONE.logFrequency("tee")).isZero();
  }

  @Test
  void areTheSameAfterWritingAndReading() throws IOException {
    byte[] written = written(WORDS);
    WordFrequencies read = read(written);
    assertThat(written(read)).isEqualTo(written);
    assertThat(read.size()).as("so, no, tee, 茶, чай").isEqualTo(5);
    assertThat(read.informationContent("tee чай")).isEqualTo(WORDS.informationContent("tee чай"));
    for (int length = 0; length < written.length; length++) {
      byte[] part = Arrays.copyOf(written, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9, tee, 2, rum, 2, words out of order",
    "9, tee, 2, tee, 2, words out of order",
    "9, rum, 2, tee, 1, damaged",
    "3, rum, 2, tee, 2, 4 words of 3",
  })
  void damagedOnesAreRefused(
      int total, String one, int times, String other, int otherTimes, String complaint)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Varints.write(out, total);
    Varints.write(out, 2);
    out.writeUTF(one);
    Varints.write(out, times);
    out.writeUTF(other);
    Varints.write(out, otherTimes);
    assertThatThrownBy(() -> read(bytes.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void wordsThatAreTooLongAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Varints.write(out, 9);
    Varints.write(out, 1);
    out.writeUTF("t".repeat(41));
    Varints.write(out, 2);
    assertThatThrownBy(() -> read(bytes.toByteArray())).isInstanceOf(IOException.class);
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
