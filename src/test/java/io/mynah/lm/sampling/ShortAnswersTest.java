package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.Openings;
import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Retrieval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An answer is one of the person's own short ones, if the networks find that it fits. */
class ShortAnswersTest {
  private static final Preference DRAWN = CandidateRule.FIRST.message();

  private final MessageGenerator generator = new MessageGenerator();

  /** Which messages came as answers, and how often. */
  private static ShortMessages answers(Map<String, Integer> counts) {
    List<Turn> turns = new ArrayList<>();
    counts.forEach(
        (text, count) ->
            Collections.nCopies(count, text)
                .forEach(
                    each -> {
                      turns.add(ada(text));
                      turns.add(bella(text));
                    }));
    return ShortMessages.of(Chats.inTime(turns), BELLA, Scripted.BYTES, Duration.ofHours(2));
  }

  private static Retrieval answering(double frequency, double noise) {
    return new Retrieval(2, 8, 9, 3, 0, frequency, noise);
  }

  private static GenerationOptions options(int count, Retrieval answering) {
    return new GenerationOptions(
        count,
        new SamplingRule(1, 1, new CandidateRule(1, DRAWN, DRAWN, answering, null)),
        Length.NATURAL);
  }

  private String answer(Scripted model, Retrieval answering, Turn... context) {
    return generator
        .speak(model, BELLA, List.of(context), options(1, answering), new SplittableRandom(1))
        .get(0);
  }

  private static final Map<String, Double> USUAL = Map.of("yes", 0.6, "milk", 0.3, "no", 0.1);
  private static final Map<String, Double> TO_TEA = Map.of("yes", 0.6, "milk", 0.2, "no", 0.2);

  @Test
  void isTheOneThatIsMuchLikelierAfterWhatWasSaid() {
    Scripted network = ScriptedPerson.network(USUAL, "tea", TO_TEA);
    ScriptedPerson model =
        new ScriptedPerson(answers(Map.of("yes", 3, "milk", 3, "no", 3)), network);
    assertThat(answer(model, answering(0, 0), ada("tea?"))).isEqualTo("no");
  }

  @Test
  void isOneThatThePersonOftenGivesIfThatCountsMore() {
    Scripted network = ScriptedPerson.network(USUAL, "tea", TO_TEA);
    ScriptedPerson model =
        new ScriptedPerson(answers(Map.of("yes", 30, "milk", 3, "no", 3)), network);
    assertThat(answer(model, answering(1, 0), ada("tea?"))).isEqualTo("yes");
  }

  @Test
  void isJudgedByAllNetworksAlike() {
    Scripted one = ScriptedPerson.network(USUAL, "tea", TO_TEA);
    Scripted other =
        ScriptedPerson.network(USUAL, "tea", Map.of("yes", 0.2, "milk", 0.75, "no", 0.05));
    ScriptedPerson model =
        new ScriptedPerson(answers(Map.of("yes", 3, "milk", 3, "no", 3)), one, other);
    assertThat(answer(model, answering(0, 0), ada("tea?"))).isEqualTo("milk");
  }

  @Test
  void isJudgedAfterTheWholeConversationByThePersonsOwnNetworkAlone() {
    Scripted network =
        new Scripted(
            (heard, out) -> {
              String before = Scripted.text(heard);
              boolean both = before.contains("tea") && before.contains("now");
              Scripted.write(both ? TO_TEA : USUAL, Scripted.message(heard), out);
            });
    Scripted deaf = Scripted.of(USUAL);
    ShortMessages answers = answers(Map.of("yes", 4, "milk", 3, "no", 3));
    Turn[] context = {ada("tea?"), bella("hm"), ada("and now?")};
    assertThat(answer(new ScriptedPerson(answers, network, deaf), answering(0.1, 0), context))
        .isEqualTo("no");
    assertThat(answer(new ScriptedPerson(answers, deaf, network), answering(0.1, 0), context))
        .isEqualTo("yes");
  }

  @Test
  void comesOnlyOnceAndIsThenDrawn() {
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 3, "milk", 3, "no", 3)),
            ScriptedPerson.network(USUAL, "tea", TO_TEA));
    assertThat(
            generator.speak(
                model,
                BELLA,
                List.of(ada("tea?"), bella("milk"), ada("tea!")),
                options(3, answering(0, 0)),
                new SplittableRandom(1)))
        .containsExactly("no", "yes", "drawn");
  }

  @Test
  void isNotWhatWasDislikedOrSaidInItsPlaceBefore() {
    assertThat(toTea(List.of("No"), List.of())).isEqualTo("yes");
    assertThat(toTea(List.of(), List.of("no", "yes"))).isEqualTo("milk");
  }

  private String toTea(List<String> disliked, List<String> earlier) {
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 3, "milk", 3, "no", 3)),
            ScriptedPerson.network(USUAL, "tea", TO_TEA));
    SamplingRule rule = options(1, answering(0, 0)).rule();
    GenerationOptions options =
        new GenerationOptions(1, rule, Length.NATURAL, "", List.of(), disliked, earlier);
    return generator
        .speak(model, BELLA, List.of(ada("tea?")), options, new SplittableRandom(1))
        .get(0);
  }

  @Test
  void isDrawnWhereThereAreFewOrNoNetworkOrNothingWasAsked() {
    Scripted network = ScriptedPerson.network(USUAL, "tea", TO_TEA);
    assertThat(
            answer(
                new ScriptedPerson(answers(Map.of("no", 9)), network),
                answering(0, 0),
                ada("tea?")))
        .isEqualTo("drawn");
    assertThat(
            answer(
                new ScriptedPerson(answers(Map.of("no", 9, "yes", 9))),
                answering(0, 0),
                ada("tea?")))
        .isEqualTo("drawn");
    ScriptedPerson model = new ScriptedPerson(answers(Map.of("no", 9, "yes", 9)), network);
    assertThat(answer(model, answering(0, 0), ada("tea?"), bella("hm"))).isEqualTo("drawn");
    assertThat(answer(model, answering(0, 0))).isEqualTo("drawn");
  }

  @Test
  void isTheFirstOfABurstAloneWhereContinuationsAreDrawn() {
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 3, "no", 3)), ScriptedPerson.network(USUAL, "tea", TO_TEA));
    assertThat(
            generator.burst(
                model,
                BELLA,
                List.of(ada("tea?")),
                options(2, answering(0, 0)),
                new SplittableRandom(1)))
        .containsExactly("no", "drawn");
  }

  @Test
  void isDrawnInProportionToItsScoresExponentialIfThereIsNoise() {
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 30, "no", 10)), ScriptedPerson.network(USUAL, "tea", USUAL));
    Map<String, Integer> times = new HashMap<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      times.merge(
          generator
              .speak(model, BELLA, List.of(ada("tea?")), options(1, answering(1, 1)), random)
              .get(0),
          1,
          Integer::sum);
    }
    assertThat(times.get("yes") / 2000.0).isCloseTo(0.75, within(0.03));
  }

  @Test
  void isWhatTheOwnerTaught() {
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 3, "milk", 3)),
            ScriptedPerson.network(Map.of("yes", 0.5, "milk", 0.4, "no", 0.1), "tea", TO_TEA));
    GenerationOptions options = options(1, answering(0, 0));
    GenerationOptions taught =
        new GenerationOptions(1, options.rule(), Length.NATURAL, "", List.of("no"));
    List<Turn> context = List.of(ada("tea?"));
    assertThat(generator.speak(model, BELLA, context, options, new SplittableRandom(1)))
        .containsExactly("yes");
    assertThat(generator.speak(model, BELLA, context, taught, new SplittableRandom(1)))
        .containsExactly("no");
  }

  @Test
  void isNoNumberUnlessTheOwnerTaughtIt() {
    Map<String, Double> usual = Map.of("yes", 0.8, "at 8", 0.1, "no", 0.1);
    Map<String, Double> after = Map.of("yes", 0.1, "at 8", 0.7, "no", 0.2);
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 9, "at 8", 9, "no", 9)),
            ScriptedPerson.network(usual, "when", after));
    assertThat(answer(model, answering(0, 0), ada("when?"))).isEqualTo("no");
    GenerationOptions taught =
        new GenerationOptions(
            1, options(1, answering(0, 0)).rule(), Length.NATURAL, "", List.of("at 8"));
    assertThat(
            generator.speak(model, BELLA, List.of(ada("when?")), taught, new SplittableRandom(1)))
        .containsExactly("at 8");
  }

  @Test
  void isAUsualOneWhereNothingIsKnownOfWhatIsUsual() {
    Scripted network = ScriptedPerson.network(USUAL, "tea", TO_TEA);
    ScriptedPerson model =
        new ScriptedPerson(answers(Map.of("yes", 3, "milk", 9, "no", 3)), network) {
          @Override
          public Openings openings() {
            return Openings.NONE;
          }
        };
    assertThat(answer(model, answering(1, 0), ada("tea?"))).isEqualTo("milk");
  }

  @Test
  void isDrawnForALongOne() {
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 3, "no", 3)), ScriptedPerson.network(USUAL, "tea", TO_TEA));
    GenerationOptions options = options(1, answering(0, 0));
    GenerationOptions longer = new GenerationOptions(1, options.rule(), Length.LONG);
    assertThat(generator.speak(model, BELLA, List.of(ada("tea?")), longer, new SplittableRandom(1)))
        .containsExactly("drawn");
  }

  @Test
  void isUnusualAtAHighTemperature() {
    ScriptedPerson model =
        new ScriptedPerson(
            answers(Map.of("yes", 30, "no", 3)), ScriptedPerson.network(USUAL, "tea", TO_TEA));
    CandidateRule rule = options(1, answering(0.4, 0)).rule().candidates();
    for (Map.Entry<Double, String> each : Map.of(0.5, "yes", 4.0, "no").entrySet()) {
      GenerationOptions options =
          new GenerationOptions(1, new SamplingRule(each.getKey(), 1, rule), Length.NATURAL);
      assertThat(
              generator.speak(model, BELLA, List.of(ada("tea?")), options, new SplittableRandom(1)))
          .containsExactly(each.getValue());
    }
  }

  @Test
  void countsTheFirstTokenUpToALimit() {
    // The first token of "no" becomes 78 times as likely, that of "milk" 4 times.
    Scripted network =
        ScriptedPerson.network(
            Map.of("yes", 0.94, "no", 0.01, "milk", 0.05),
            "tea",
            Map.of("no", 0.78, "milk", 0.2, "yes", 0.02));
    ScriptedPerson model =
        new ScriptedPerson(answers(Map.of("yes", 3, "no", 3, "milk", 9)), network);
    assertThat(answer(model, new Retrieval(2, 8, 9, 9, 0, 1, 0), ada("tea?"))).isEqualTo("no");
    assertThat(answer(model, new Retrieval(2, 8, 9, 1, 0, 1, 0), ada("tea?"))).isEqualTo("milk");
  }

  @Test
  void isLikelyAsAWholeIfThatCounts() {
    // What opens with b is much likelier than usual, but goes on in another way.
    Map<String, Double> usual = Map.of("yes", 0.98, "but no tea", 0.02);
    Scripted network =
        ScriptedPerson.network(
            usual, "tea", Map.of("yes", 0.6, "but no tea", 0.399, "butter", 0.001));
    ScriptedPerson model =
        new ScriptedPerson(answers(Map.of("yes", 3, "butter", 3, "no", 3)), network);
    assertThat(answer(model, new Retrieval(2, 8, 9, 3, 0, 0, 0), ada("tea?"))).isEqualTo("butter");
    assertThat(answer(model, new Retrieval(2, 8, 9, 3, 1, 0, 0), ada("tea?"))).isEqualTo("yes");
  }

  @Test
  void isTheSameIfBeginningsThatFallBehindAreGivenUp() {
    Scripted network = ScriptedPerson.network(USUAL, "tea", TO_TEA);
    ScriptedPerson model =
        new ScriptedPerson(answers(Map.of("yes", 3, "milk", 3, "no", 3)), network);
    Retrieval narrow = new Retrieval(2, 3, 0.5, 3, 0, 0, 0);
    assertThat(
            generator.speak(
                model, BELLA, List.of(ada("tea?")), options(3, narrow), new SplittableRandom(1)))
        .containsExactly("no", "yes", "milk");
  }
}
