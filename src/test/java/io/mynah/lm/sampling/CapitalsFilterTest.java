package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
          "это свет",
          "ЭТО ОН");

  private final CapitalsFilter filter = new CapitalsFilter(learned(CHAT), ShortMessages.NONE);

  /** A model that has seen some messages. */
  private static Scripted learned(List<String> messages) {
    List<Integer> seen = new ArrayList<>();
    for (String message : messages) {
      Arrays.stream(Scripted.BYTES.encode(message)).forEach(seen::add);
      seen.add(ControlTokens.END);
    }
    return new Scripted((heard, out) -> Scripted.write(Map.of(), heard, out)) {
      @Override
      public boolean hasSeen(int[] tokens) {
        return Collections.indexOfSubList(seen, Arrays.stream(tokens).boxed().toList()) >= 0;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIM the light",
        "HE ALONE",
        "HE ESCAPED ALONE 🙈",
        "look at the  LIGHT",
        "I ESCAPED",
        "ЭТО СВЕТ"
      })
  void recognisesCapitalsBesideWordsThatNobodyWroteThere(String message) {
    assertThat(filter.misplaces(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HE ESCAPED",
        "TIM LOOK 🌙 HE ESCAPED",
        "TIM, the light",
        "he is... ALONE",
        "tim, He escaped",
        "I saw A light",
        "光 灯",
        ""
      })
  void leavesWhatSomebodyWroteAndWordsApartFromOthers(String message) {
    assertThat(filter.misplaces(message)).isFalse();
  }

  @Test
  void leavesAnAbbreviationThatIsNeverInSmallLettersBesideAnyWord() {
    assertThat(filter.misplaces("the light of the NHS is alone")).isFalse();
  }

  @Test
  void leavesThePersonWhoWritesInCapitalsByHabit() {
    List<String> messages = List.of("HE ESCAPED", "TIM LOOK", "he is alone");
    ShortMessages own = ShortMessages.NONE.with(messages, Scripted.BYTES);
    assertThat(new CapitalsFilter(learned(CHAT), own).misplaces("HE ALONE")).isFalse();
    List<String> others = List.of("HE ESCAPED", "tim", "he is alone");
    ShortMessages calm = ShortMessages.NONE.with(others, Scripted.BYTES);
    assertThat(new CapitalsFilter(learned(CHAT), calm).misplaces("HE ALONE")).isTrue();
  }
}
