package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import java.util.List;
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

  private static final List<String> CALM = List.of("HE ESCAPED", "tim", "he is alone", "NHS map");

  private static boolean misplaces(String message, String... own) {
    ShortMessages messages = ShortMessages.NONE.with(List.of(own), Scripted.BYTES);
    return new CapitalsFilter(Scripted.thatHasSeen(CHAT), messages).misplaces(message);
  }

  private static boolean calmPersonMisplaces(String message) {
    return misplaces(message, CALM.toArray(String[]::new));
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
    assertThat(misplaces("HE ALONE", "HE ESCAPED", "tim", "LOOK at")).isFalse();
    assertThat(misplaces("HE ALONE", "HE ESCAPED", "tim", "LOOK at", "TIM look")).isTrue();
    assertThat(misplaces("HE ALONE")).as("whose habits are not known").isFalse();
  }
}
