package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Scripted;
import io.mynah.lm.State;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Limits;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Score;
import io.mynah.lm.VoiceParameters.ShortLengths;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which of several candidates is said. */
class MessageChoiceTest {

  private final MessageGenerator generator = new MessageGenerator();

  private String speak(LanguageModel model, CandidateRule rule, long seed, Turn... before) {
    GenerationOptions options =
        new GenerationOptions(1, new SamplingRule(1, 1, rule), Length.NATURAL);
    return generator
        .speak(model, BELLA, List.of(before), options, new SplittableRandom(seed))
        .get(0);
  }

  /** Chooses the likeliest of the candidates nearest in length, per token. */
  private static CandidateRule likeliest(int drawn, double compared, double content) {
    Preference preference =
        new Preference(
            1,
            1,
            new Drawing(
                1, List.of(), compared, false, false, Limits.NONE, ShortLengths.LIKE_OTHERS),
            new Score(1, 0, 0, content, 0));
    return new CandidateRule(drawn, preference, preference);
  }

  private static CandidateRule answers(int drawn, Preference answer) {
    return new CandidateRule(drawn, answer, answer);
  }

  /** How often each message is said. */
  private Map<String, Double> shares(LanguageModel model, CandidateRule rule) {
    Map<String, Double> shares = new HashMap<>();
    for (int seed = 0; seed < 2000; seed++) {
      shares.merge(speak(model, rule, seed), 1 / 2000.0, Double::sum);
    }
    return shares;
  }

  @Test
  void choosesWhatFitsTheContextAndNotWhatIsSaidToAnything() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              boolean asked = Scripted.text(heard).contains("tea?");
              Map<String, Double> rest = Map.of("hm", 0.60, "oh", 0.39, "green", 0.01);
              Map<String, Double> then = Map.of("hm", 0.40, "oh", 0.25, "green", 0.35);
              Scripted.write(asked ? then : rest, Scripted.message(heard), out);
            });
    CandidateRule ofThree = answers(3, new Preference(1, 1, Drawing.ALL, new Score(0, 1, 0, 0, 0)));
    int green = 0;
    for (int seed = 0; seed < 200; seed++) {
      green += speak(model, ofThree, seed, ada("tea?")).contains("green") ? 1 : 0;
    }
    // One of three is as good as all of them: 1 − 0.65³.
    assertThat(green / 200.0).isCloseTo(0.73, within(0.08));
  }

  @Test
  void choosesWhatFitsWhatWasJustSaidAndNotWhatWasSaidAWhileAgo() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              String said = Scripted.text(heard);
              double mum = said.contains("mum?") ? 0.30 : 0.01;
              double green = said.contains("tea?") ? 0.10 : 0.01;
              Scripted.write(
                  Map.of("mum", mum, "green", green, "hm", 1 - mum - green),
                  Scripted.message(heard),
                  out);
            });
    CandidateRule ofMany = answers(30, new Preference(1, 1, Drawing.ALL, new Score(0, 1, 0, 0, 0)));
    int green = 0;
    for (int seed = 0; seed < 100; seed++) {
      String said = speak(model, ofMany, seed, ada("mum?"), bella("oh"), ada("tea?"));
      green += said.equals("green") ? 1 : 0;
    }
    assertThat(green / 100.0)
        .as("whenever it was drawn")
        .isCloseTo(1 - Math.pow(0.9, 30), within(0.1));
  }

  @Test
  void choosesWhatWasDislikedOnlyWhereItIsClearlyTheBest() {
    Preference sure = new Preference(1, 1, Drawing.ALL, new Score(1, 0, 0, 0, 0));
    CandidateRule ofMany = answers(16, sure);
    // Of two words each, the first is surer by 1.1 / 3 nats a word, and by 2.3 / 3 of others.
    Scripted close = Scripted.of(Map.of("tea now", 0.75, "no tea", 0.25));
    assertThat(disliking(close, ofMany, "something else")).isEqualTo("tea now");
    assertThat(disliking(close, ofMany, "Tea now")).isEqualTo("no tea");
    Scripted far = Scripted.of(Map.of("tea now", 0.98, "no tea", 0.02));
    assertThat(disliking(far, answers(400, sure), "tea now")).isEqualTo("tea now");
    assertThat(disliking(Scripted.of(Map.of("tea now", 1.0)), ofMany, "tea now"))
        .as("where there is nothing else to say")
        .isEqualTo("tea now");
  }

  private String disliking(LanguageModel model, CandidateRule rule, String disliked) {
    return avoiding(model, rule, List.of("good night", disliked), List.of());
  }

  private String after(LanguageModel model, CandidateRule rule, String... earlier) {
    return avoiding(model, rule, List.of(), List.of(earlier));
  }

  /** A model that says some messages, and counts how often it is asked. */
  private static Scripted counting(AtomicInteger drawn, Map<String, Double> messages) {
    return new Scripted(
        (heard, out) -> {
          drawn.incrementAndGet();
          Scripted.write(messages, Scripted.message(heard), out);
        });
  }

  private String avoiding(
      LanguageModel model, CandidateRule rule, List<String> disliked, List<String> earlier) {
    SamplingRule plain = new SamplingRule(1, 1, rule);
    GenerationOptions options =
        new GenerationOptions(1, plain, Length.NATURAL, "", List.of(), disliked, earlier);
    return generator
        .speak(model, BELLA, List.of(ada("so?")), options, new SplittableRandom(5))
        .get(0);
  }

  @Test
  void doesNotSayAgainWhatWasSaidBeforeWhereThereIsSomethingElse() {
    Scripted model = Scripted.of(Map.of("tea now", 0.9, "no milk", 0.1));
    CandidateRule sure = answers(16, new Preference(1, 1, Drawing.ALL, new Score(1, 0, 0, 0, 0)));
    assertThat(after(model, sure)).isEqualTo("tea now");
    assertThat(after(model, sure, "tea now")).isEqualTo("no milk");
    assertThat(after(model, sure, "tea now", "no milk")).isIn("tea now", "no milk");
  }

  @Test
  void choosesWhatTheModelIsSureOfAndKeepsTheLengths() {
    // Letters of two kinds of messages: the likely ones begin with aa, the unlikely ones with
    // others.
    Map<String, Double> shares = new HashMap<>();
    shares.put("aa", 0.3);
    shares.put("aabaabaabaab", 0.3);
    for (String rare : List.of("ab", "ac", "ad", "ae")) {
      shares.put(rare, 0.05);
      shares.put(rare.repeat(6), 0.05);
    }
    Scripted model = Scripted.of(shares);
    CandidateRule chosen = likeliest(8, 0.3, 0);
    Map<String, Double> said = shares(model, chosen);
    double sure = said.get("aa") + said.get("aabaabaabaab");
    double brief =
        said.entrySet().stream()
            .filter(e -> e.getKey().length() == 2)
            .mapToDouble(Map.Entry::getValue)
            .sum();
    assertThat(sure).isGreaterThan(0.9);
    assertThat(brief).isCloseTo(0.5, within(0.05));
  }

  @Test
  void hasEmojiAsOftenAsTheModelWould() {
    Scripted model = Scripted.of(Map.of("ok", 0.3, "no", 0.3, "ok 🌙", 0.3, "hm", 0.1));
    CandidateRule chosen = likeliest(16, 0.3, 0.5);
    assertThat(shares(model, chosen).get("ok 🌙")).isCloseTo(0.3, within(0.04));
  }

  @Test
  void candidatesBeginAlikeSoThatMessagesBeginAsDifferentlyAsTheModelWould() {
    Map<String, Double> messages = new HashMap<>();
    messages.put("aaaa", 0.7);
    for (char last = 'a'; last <= 'z'; last++) {
      messages.put("bbb" + last, 0.3 / 26);
    }
    Scripted model = Scripted.of(messages);
    Drawing together =
        new Drawing(2, List.of(), 1, false, true, Limits.NONE, ShortLengths.LIKE_OTHERS);
    Drawing apart =
        new Drawing(2, List.of(), 1, false, false, Limits.NONE, ShortLengths.LIKE_OTHERS);
    assertThat(shares(model, sure(0.5, together)).get("aaaa")).isCloseTo(0.7, within(0.04));
    assertThat(shares(model, sure(0.5, apart)).get("aaaa")).isGreaterThan(0.99);
  }

  @Test
  void candidatesBeginAlikeAlsoWhereTheirFirstWordIsDrawnAgain() {
    Map<String, Double> messages = new HashMap<>();
    messages.put("aaaa", 0.7);
    for (char last = 'a'; last <= 'z'; last++) {
      messages.put("bbb" + last, 0.3 / 26);
    }
    Scripted model =
        new Scripted((heard, out) -> Scripted.write(messages, Scripted.message(heard), out)) {
          @Override
          public boolean knows(String word) {
            return !word.startsWith("b") || word.compareTo("bbbd") < 0;
          }
        };
    Drawing together =
        new Drawing(2, List.of(), 1, false, true, Limits.NONE, ShortLengths.LIKE_OTHERS);
    assertThat(shares(model, sure(1, together)).get("aaaa")).isCloseTo(0.7, within(0.04));
  }

  private static CandidateRule sure(double temperature, Drawing drawing) {
    Preference sure = new Preference(temperature, 1, drawing, new Score(1, 0, 0, 0, 0));
    return new CandidateRule(4, sure, sure);
  }

  @Test
  void spendsNoTimeOnCandidatesThatAreFarTooLongToBeCompared() {
    AtomicInteger drawn = new AtomicInteger();
    Map<String, Double> messages = Map.of("ok", 0.8, "o" + "a".repeat(250), 0.2);
    Scripted model = counting(drawn, messages);
    int brief = 0;
    for (int seed = 0; seed < 50; seed++) {
      drawn.set(0);
      if (speak(model, likeliest(16, 0.15, 0), seed).equals("ok")) {
        brief++;
        // Sixteen candidates have three tokens each; about three of them would have 252.
        assertThat(drawn.get()).isLessThan(100);
      }
    }
    assertThat(brief).isBetween(30, 48);
  }

  @Test
  void choosesTheAnswerThatBeginsAsAnswersToThisBegin() {
    // What comes after the first letter is equally likely with and without the question.
    Scripted model =
        new Scripted(
            (heard, out) -> {
              boolean asked = Scripted.text(heard).contains("tea?");
              double yes = asked ? 0.3 : 0.1;
              Map<String, Double> messages =
                  Map.of("yes", yes, "so", 0.5 - yes / 2, "oh", 0.5 - yes / 2);
              Scripted.write(messages, Scripted.message(heard), out);
            });
    CandidateRule chosen = answers(4, new Preference(1, 1, Drawing.ALL, new Score(0, 0, 1, 0, 0)));
    int yes = 0;
    for (int seed = 0; seed < 200; seed++) {
      yes += speak(model, chosen, seed, ada("tea?")).equals("yes") ? 1 : 0;
    }
    assertThat(yes / 200.0).isCloseTo(1 - Math.pow(0.7, 4), within(0.08));
  }

  @Test
  void answersWithTheShortestCandidatesAndSpendsNoTimeOnTheOthers() {
    AtomicInteger drawn = new AtomicInteger();
    Map<String, Double> messages = Map.of("ok", 0.5, "o" + "a".repeat(250), 0.5);
    Scripted model = counting(drawn, messages);
    CandidateRule chosen =
        answers(
            16,
            new Preference(
                1,
                1,
                new Drawing(1, List.of(), 0.25, true, false, Limits.NONE, ShortLengths.LIKE_OTHERS),
                new Score(1, 0, 0, 0, 0)));
    for (int seed = 0; seed < 50; seed++) {
      drawn.set(0);
      assertThat(speak(model, chosen, seed, ada("tea?"))).isEqualTo("ok");
      // Of sixteen candidates, some eight would have 252 tokens; the first may have.
      assertThat(drawn.get()).isLessThan(300);
    }
  }

  /**
   * A model that says k, or 250 letters of which it is not sure. It counts how often it is asked.
   */
  private static Scripted unsure(AtomicInteger drawn, float brief) {
    return new Scripted(
        (heard, out) -> {
          drawn.incrementAndGet();
          List<Integer> message = Scripted.message(heard);
          if (message.isEmpty()) {
            out[ControlTokens.COUNT + 'k'] = brief;
            out[ControlTokens.COUNT + 'a'] = 1 - brief;
          } else if (message.get(0) == ControlTokens.COUNT + 'k' || message.size() == 250) {
            out[ControlTokens.END] = 1;
          } else {
            Arrays.fill(out, ControlTokens.COUNT + 'a', ControlTokens.COUNT + 'z' + 1, 1 / 26f);
          }
        });
  }

  private static final CandidateRule AT_MOST_FIVE_NATS =
      answers(
          16,
          new Preference(
              1,
              1,
              new Drawing(
                  1, List.of(), 0.25, false, false, new Limits(5, 0), ShortLengths.LIKE_OTHERS),
              new Score(1, 0, 0, 0, 0)));

  @Test
  void givesUpMessagesThatItIsNotSureOfWhereThereAreSurerOnes() {
    AtomicInteger drawn = new AtomicInteger();
    Scripted model = unsure(drawn, 0.8f);
    for (int seed = 0; seed < 50; seed++) {
      drawn.set(0);
      assertThat(speak(model, AT_MOST_FIVE_NATS, seed, ada("tea?"))).isEqualTo("k");
      // Of sixteen candidates, some three would have 250 tokens; the first may have.
      assertThat(drawn.get()).isLessThan(300);
    }
  }

  @Test
  void givesUpMessagesThatItIsNotSureOfWhenTheyAreLongerThanWanted() {
    AtomicInteger drawn = new AtomicInteger();
    Scripted model = unsure(drawn, 0.2f);
    int quick = 0;
    for (int seed = 0; seed < 50; seed++) {
      drawn.set(0);
      boolean said = speak(model, AT_MOST_FIVE_NATS, seed, ada("tea?")).equals("k");
      quick += said && drawn.get() < 100 ? 1 : 0;
    }
    assertThat(quick).as("whenever the first one is short").isBetween(5, 16);
  }

  @Test
  void givesUpTheHalfOfTheMessagesThatBeginBadly() {
    AtomicInteger drawn = new AtomicInteger();
    Scripted model =
        new Scripted(
            (heard, out) -> {
              drawn.incrementAndGet();
              List<Integer> message = Scripted.message(heard);
              boolean begun = !message.isEmpty();
              boolean sure = begun && message.get(0) == ControlTokens.COUNT + 'a';
              if (message.size() == 100) {
                out[ControlTokens.END] = 1;
              } else if (begun && !sure) {
                Arrays.fill(out, ControlTokens.COUNT + 'b', ControlTokens.COUNT + 'z' + 1, 1);
              } else {
                out[ControlTokens.COUNT + 'a'] = 0.5f;
                out[ControlTokens.COUNT + 'b'] = sure ? 0 : 0.5f;
              }
            });
    Preference likeliest =
        new Preference(
            1,
            1,
            new Drawing(4, List.of(3, 6), 1, false, false, Limits.NONE, ShortLengths.LIKE_OTHERS),
            new Score(1, 0, 0, 0, 0));
    CandidateRule chosen = new CandidateRule(4, likeliest, likeliest);
    int sure = 0;
    for (int seed = 0; seed < 40; seed++) {
      drawn.set(0);
      sure += speak(model, chosen, seed).startsWith("a") ? 1 : 0;
      // Some eight of sixteen begin with b, of which at most the first has a hundred tokens.
      assertThat(drawn.get()).isLessThan(350);
    }
    assertThat(sure).isGreaterThanOrEqualTo(39);
  }

  @Test
  void movesNoMessageOnThatWasGivenUpAfterItsFirstToken() {
    List<Integer> moved = new ArrayList<>();
    Map<String, Double> messages = new HashMap<>();
    for (char first = 'a'; first <= 'z'; first++) {
      messages.put(first + "!", 1.0 / 26);
    }
    Scripted model =
        new Scripted((heard, out) -> Scripted.write(messages, Scripted.message(heard), out)) {
          @Override
          public void advance(List<? extends State> states, int[] tokens) {
            moved.add(states.size());
            super.advance(states, tokens);
          }
        };
    Preference halved =
        new Preference(
            1,
            1,
            new Drawing(2, List.of(1), 1, false, false, Limits.NONE, ShortLengths.LIKE_OTHERS),
            new Score(1, 0, 0, 0, 0));
    for (int seed = 0; seed < 20; seed++) {
      moved.clear();
      String unused = speak(model, new CandidateRule(8, halved, halved), seed);
      assertThat(moved.get(0)).as("of sixteen").isBetween(2, 8);
    }
  }

  @Test
  void asksTheModelOnceForMessagesThatBeginAlike() {
    AtomicInteger drawn = new AtomicInteger();
    Scripted model = counting(drawn, Map.of("ok", 1.0));
    assertThat(speak(model, likeliest(16, 1, 0), 1)).isEqualTo("ok");
    assertThat(drawn.get()).isEqualTo(3);
  }

  @Test
  void drawsAnswersAtATemperatureOfTheirOwn() {
    Scripted model = Scripted.of(Map.of("hm", 0.7, "oh", 0.3));
    Preference wild = new Preference(1, 1, Drawing.ALL, new Score(0, 0, 0, 0, 0));
    Preference calm = new Preference(0.01, 1, Drawing.ALL, new Score(0, 0, 0, 0, 0));
    CandidateRule rule = new CandidateRule(1, wild, calm);
    assertThat(shares(model, rule).get("oh")).isCloseTo(0.3, within(0.04));
    for (int seed = 0; seed < 20; seed++) {
      assertThat(speak(model, rule, seed, ada("tea?"))).isEqualTo("hm");
    }
  }

  @Test
  void aShortMessageIsSaidAsItWasDrawn() {
    Scripted model = Scripted.of(Map.of("a", 0.7, "b", 0.3));
    Preference asDrawn =
        new Preference(
            1,
            1,
            new Drawing(1, List.of(), 1, false, false, Limits.NONE, new ShortLengths(1, 0, 1)),
            new Score(1, 0, 0, 0, 0));
    Preference longerOnly = new Preference(1, 1, Drawing.ALL, new Score(1, 0, 0, 0, 0));
    assertThat(shares(model, new CandidateRule(8, asDrawn, asDrawn)).get("b"))
        .isCloseTo(0.3, within(0.04));
    assertThat(shares(model, new CandidateRule(8, longerOnly, longerOnly)).getOrDefault("b", 0.0))
        .isLessThan(0.01);
  }

  @Test
  void messagesEndLessReadilyIfTheOddsOfTheEndAreLowered() {
    Scripted model = Scripted.of(Map.of("a", 0.5, "ab", 0.5));
    Preference longer = new Preference(1, 0.25, Drawing.ALL, new Score(0, 0, 0, 0, 0));
    CandidateRule rule = new CandidateRule(1, longer, longer);
    // The end has 0.25 × 0.5 against 0.5 for the b.
    assertThat(shares(model, rule).get("ab")).isCloseTo(0.8, within(0.04));
  }
}
