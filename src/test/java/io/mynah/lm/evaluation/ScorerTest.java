package io.mynah.lm.evaluation;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.Scripted;
import io.mynah.lm.Turn;
import io.mynah.text.ControlTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorerTest {
  private static final Map<String, Double> SOME = Map.of("a", 0.5, "ab", 0.25, "👍🏽", 0.25);

  private static double bits(LanguageModel model, String text, Turn... before) {
    return Scorer.afresh(model, BELLA, List.of(before), text).bits();
  }

  @Test
  void countsTheBitsOfAWholeMessageItsEndIncluded() {
    Scripted model = Scripted.of(SOME);
    assertThat(bits(model, "a")).isCloseTo(1, within(1e-5));
    assertThat(bits(model, "ab")).isCloseTo(2, within(1e-5));
    assertThat(bits(model, "👍🏽")).isCloseTo(2, within(1e-5));
  }

  @Test
  void countsCharactersAsCodePointsWithoutTheEnd() {
    Scripted model = Scripted.of(SOME);
    assertThat(Scorer.afresh(model, BELLA, List.of(), "ab").characters()).isEqualTo(2);
    assertThat(Scorer.afresh(model, BELLA, List.of(), "👍🏽").characters()).isEqualTo(2);
    assertThat(Scorer.afresh(model, BELLA, List.of(), "").characters()).isZero();
  }

  @Test
  void costsNothingToKnowWhoseTurnItIs() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              Scripted.write(SOME, Scripted.message(heard), out);
              out[ControlTokens.OWN] = 1;
              out[ControlTokens.OTHER] = 2;
              out[ControlTokens.GAP] = 3;
            });
    assertThat(bits(model, "ab")).isCloseTo(2, within(1e-4));
  }

  @Test
  void isFiniteForWhatTheModelHoldsImpossible() {
    assertThat(bits(Scripted.of(SOME), "xyz")).isGreaterThan(100).isFinite();
  }

  @Test
  void seesWhatWasSaidBeforeAndBeginsEachMessageAfresh() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              boolean asked = Scripted.text(heard).contains("[X]?[E]");
              boolean said = Scripted.text(heard).contains("[O]a[E]");
              double share = asked ? 0.25 : said ? 0.125 : 0.5;
              Map<String, Double> messages = Map.of("a", share, "b", 1 - share);
              Scripted.write(messages, Scripted.message(heard), out);
            });
    assertThat(bits(model, "a")).isCloseTo(1, within(1e-5));
    assertThat(bits(model, "a", ada("?"))).isCloseTo(2, within(1e-5));
    assertThat(bits(model, "a", bella("a"))).isCloseTo(3, within(1e-5));
    assertThat(bits(model, "a")).isCloseTo(1, within(1e-5));
  }

  @Test
  void takesUpWhatItScoredWhereItFollowsAConversation() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              double share = Scripted.text(heard).contains("[O]a[E]") ? 0.125 : 0.5;
              Map<String, Double> messages = Map.of("a", share, "b", 1 - share);
              Scripted.write(messages, Scripted.message(heard), out);
            });
    Scorer scorer = new Scorer(model, BELLA);
    assertThat(scorer.score("a").bits()).isCloseTo(1, within(1e-5));
    assertThat(scorer.score("a").bits()).isCloseTo(3, within(1e-5));
  }
}
