package io.mynah.telegram.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSplitterTest {
  /** Each is one character to a reader. */
  private static final String[] CHARACTERS = {
    "a", "ß", "好", "م", "🦜", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "1️⃣", "e\u0301\u0302", "각"
  };

  private static final String[] SPACES = {" ", "\n", "\r\n", "\t", "\u3000"};

  @ParameterizedTest
  @ValueSource(
      strings = {"🦜", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "1️⃣", "e\u0301\u0302", "\r\n"})
  void whatAReaderSeesAsOneCharacterIsNeverCut(String character) {
    int times = 3 * MessageSplitter.LONGEST / character.length();
    for (int shift = 0; shift < character.length(); shift++) {
      String text = "x".repeat(shift) + character.repeat(times) + "x";
      List<String> parts = MessageSplitter.split(text);
      assertThat(parts).allMatch(part -> part.length() <= MessageSplitter.LONGEST);
      String whole = "x*(" + character + ")*x?";
      if (!character.isBlank()) {
        assertThat(parts).allMatch(part -> part.matches(whole));
        assertThat(String.join("", parts)).isEqualTo(text);
      }
    }
  }

  @Test
  void ofAnyTextNothingIsLostButSpaceAtTheCuts() {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      String text = randomText(random, 400);
      int longest = 30 + random.nextInt(60);
      List<String> parts = MessageSplitter.split(text, longest);

      assertThat(parts).allMatch(part -> part.length() <= longest && !part.isBlank());
      assertThat(visible(String.join("", parts))).isEqualTo(visible(text));
      int from = 0;
      for (String part : parts) {
        int at = text.indexOf(part, from);
        assertThat(text.substring(from, at)).as("between the parts").isBlank();
        from = at + part.length();
      }
    }
  }

  @Test
  void theEndOfALineIsBetterThanTheEndOfAWordAndThatIsBetterThanAnyOther() {
    assertThat(MessageSplitter.split("one two\nthree four five", 14))
        .containsExactly("one two", "three four", "five");
    assertThat(MessageSplitter.split("onetwothreefour", 10)).containsExactly("onetwothre", "efour");
    assertThat(MessageSplitter.split("a\nlong long long line", 14))
        .as("a line's end that would leave a part nearly empty is not taken")
        .containsExactly("a\nlong long", "long line");
  }

  @Test
  void aCharacterThatIsLongerThanAMessageIsCutButNotIntoHalfAPair() {
    String text = "a" + "\u0301".repeat(10) + "\uD834\uDD65".repeat(20);
    List<String> parts = MessageSplitter.split(text, 10);
    assertThat(String.join("", parts)).isEqualTo(text);
    assertThat(parts)
        .allMatch(part -> part.length() <= 10)
        .noneMatch(part -> Character.isLowSurrogate(part.charAt(0)));
  }

  @Test
  void aTextOfTheLongestLengthIsOneMessage() {
    String text = "🦜".repeat(MessageSplitter.LONGEST / 2);
    assertThat(MessageSplitter.split(text)).containsExactly(text);
    assertThat(MessageSplitter.shorten(text)).isEqualTo(text);
    assertThat(MessageSplitter.split(text + "x")).containsExactly(text, "x");
  }

  @Test
  void aShortenedTextEndsBetweenCharacters() {
    String text = "👨‍👩‍👧‍👦".repeat(1000);
    String shortened = MessageSplitter.shorten(text);
    assertThat(shortened).matches("(👨‍👩‍👧‍👦)+…");
    assertThat(shortened.length()).isBetween(4080, MessageSplitter.LONGEST);
  }

  @Test
  void aBlankTextIsNoMessage() {
    assertThat(MessageSplitter.split("")).isEmpty();
    assertThat(MessageSplitter.split(" \n".repeat(5000))).isEmpty();
  }

  private static String randomText(Random random, int characters) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < characters; i++) {
      String[] from = random.nextInt(6) == 0 ? SPACES : CHARACTERS;
      text.append(from[random.nextInt(from.length)]);
    }
    return text.toString();
  }

  private static String visible(String text) {
    return text.replaceAll("[\\s\\u3000]+", "");
  }
}
