package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapitalsFilterTest {
  private static final List<String> CHAT =
      List.of(
          "tim, look at the light",
          "TIM LOOK",
          "he is alone",
          "HE ESCAPED",
          "he escaped with the NHS map",
          "NHS",
          "Lisa",
          "это свет",
          "ЭТО ОН",
          "光明",
          "灯火");

  private static boolean misplaces(String message, List<String> own) {
    ShortMessages messages = ShortMessages.NONE.with(own, Scripted.BYTES);
    return new CapitalsFilter(Scripted.thatHasSeen(CHAT), messages).misplaces(message);
  }

  /** 24 short messages, some of them in capitals. */
  private static List<String> shortMessages(int capitals) {
    return IntStream.range(0, 24)
        .mapToObj(i -> i < capitals ? "OH" + (char) ('A' + i) : "oh" + (char) ('a' + i))
        .toList();
  }

  private static boolean calmPersonMisplaces(String message) {
    return misplaces(message, shortMessages(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIM the light",
        "LISA the light",
        "HE ALONE",
        "❤️ HE ALONE",
        "U LIGHT",
        "HE ESCAPED ALONE 🙈",
        "look  TIM  LIGHT",
        "ЭТО СВЕТ"
      })
  void recognisesWhatNobodyWroteAfterCapitals(String message) {
    assertThat(calmPersonMisplaces(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HE ESCAPED",
        "HE  ESCAPED",
        "❤️ HE ESCAPED",
        "TIM LOOK 🌙 HE ESCAPED",
        "TIM, the light",
        "HE... ALONE",
        "he did NOT look",
        "I look at the light",
        "tim, He escaped",
        "T光明 灯火",
        "光明 灯火"
      })
  void leavesWhatSomebodyWroteAndSingleWords(String message) {
    assertThat(calmPersonMisplaces(message)).isFalse();
  }

  @Test
  void leavesAnAbbreviationThatNobodyWritesOtherwise() {
    assertThat(calmPersonMisplaces("NHS light")).isFalse();
  }

  @Test
  void leavesThePersonWhoWritesInCapitalsByHabit() {
    assertThat(misplaces("HE ALONE", shortMessages(8))).isFalse();
    assertThat(misplaces("HE ALONE", shortMessages(7))).isTrue();
    assertThat(misplaces("HE ALONE", shortMessages(0).subList(0, 19)))
        .as("whose habits are not known")
        .isFalse();
  }

  @Test
  void readsLongTexts() {
    assertThat(calmPersonMisplaces("A'".repeat(20_000) + "A so")).isFalse();
  }
}
