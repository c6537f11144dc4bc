package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Quantiles;
import io.mynah.lm.Scripted;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Score;
import io.mynah.lm.evaluation.TextStatistics;
import io.mynah.lm.mixture.VerbatimFilter;
import io.mynah.text.ControlTokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageGeneratorTest {
  private static final GenerationOptions PLAIN = options(1, 1, 1, Length.NATURAL);
  private static final Map<String, Double> THREE = Map.of("yes", 0.6, "yep 👍🏽", 0.3, "no", 0.1);

  private final MessageGenerator generator = new MessageGenerator();

  private static GenerationOptions options(
      int count, double temperature, double topP, Length length) {
    return new GenerationOptions(count, new SamplingRule(temperature, topP), length);
  }

  private List<String> speak(
      LanguageModel model, GenerationOptions options, long seed, Turn... before) {
    return generator.speak(model, BELLA, List.of(before), options, new SplittableRandom(seed));
  }

  /** What is said again and again. */
  private Set<String> said(Map<String, Double> messages, GenerationOptions options) {
    Set<String> said = new HashSet<>();
    for (int seed = 0; seed < 60; seed++) {
      said.addAll(speak(Scripted.of(messages), options, seed));
    }
    return said;
  }

  private List<String> many(LanguageModel model, GenerationOptions options, int count) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.addAll(generator.speak(model, BELLA, List.of(), options, random));
    }
    return all;
  }

  private Map<String, Double> shares(LanguageModel model, GenerationOptions options) {
    Map<String, Double> shares = new HashMap<>();
    List<String> all = many(model, options, 2000);
    all.forEach(text -> shares.merge(text, 1.0 / all.size(), Double::sum));
    return shares;
  }

  @Test
  void saysEachMessageAsOftenAsTheModelWould() {
    Map<String, Double> shares = shares(Scripted.of(THREE), PLAIN);
    assertThat(shares).containsOnlyKeys(THREE.keySet());
    THREE.forEach((text, share) -> assertThat(shares.get(text)).isCloseTo(share, within(0.03)));
  }

  @Test
  void isBolderWhenWarmAndTamerWhenCool() {
    Scripted model = Scripted.of(Map.of("a", 0.8, "b", 0.2));
    assertThat(shares(model, options(1, 2, 1, Length.NATURAL)).get("b"))
        .isCloseTo(1 / 3.0, within(0.03));
    assertThat(shares(model, options(1, 0.5, 1, Length.NATURAL)).get("b"))
        .isCloseTo(1 / 17.0, within(0.02));
  }

  @Test
  void saysTheLikeliestWhenThereIsNoTemperatureAtAll() {
    Scripted model = Scripted.of(Map.of("a", 0.51, "b", 0.49));
    assertThat(shares(model, options(1, 0, 1, Length.NATURAL))).containsOnlyKeys("a");
  }

  @Test
  void leavesOutWhatIsUnlikely() {
    Scripted model = Scripted.of(Map.of("a", 0.5, "b", 0.3, "c", 0.15, "d", 0.05));
    Map<String, Double> shares = shares(model, options(1, 1, 0.75, Length.NATURAL));
    assertThat(shares).containsOnlyKeys("a", "b");
    assertThat(shares.get("a")).isCloseTo(0.5 / 0.8, within(0.03));
  }

  @Test
  void saysTheSameForTheSameSeedAndOtherwiseSomethingElse() {
    Scripted model = endingAtRandom();
    GenerationOptions three = options(3, 1, 0.95, Length.NATURAL);
    assertThat(speak(model, three, 1)).isEqualTo(speak(model, three, 1));
    assertThat(speak(model, three, 2)).isNotEqualTo(speak(model, three, 1));
  }

  /** Letters without order; one token in eight is the end. */
  private static Scripted endingAtRandom() {
    return new Scripted(
        (heard, out) -> {
          Arrays.fill(out, ControlTokens.COUNT + 'a', ControlTokens.COUNT + 'h', 1);
          out[ControlTokens.END] = 1;
        });
  }

  @Test
  void speaksShorterAndLongerAsAsked() {
    Map<Length, Double> means = new HashMap<>();
    for (Length length : Length.values()) {
      means.put(
          length, TextStatistics.meanLength(many(endingAtRandom(), options(1, 1, 1, length), 600)));
    }
    // Ends are drawn after the first letter: one in eight, 2.5 in 9.5, 0.4 in 7.4.
    assertThat(means.get(Length.NATURAL)).isCloseTo(8, within(1.0));
    assertThat(means.get(Length.SHORT)).isCloseTo(3.8, within(0.5));
    assertThat(means.get(Length.LONG)).isCloseTo(18.5, within(2.5));
  }

  @Test
  void neverSaysAControlTokenHoweverLikely() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              Scripted.write(THREE, Scripted.message(heard), out);
              out[ControlTokens.OWN] = 100;
              out[ControlTokens.OTHER] = 100;
              out[ControlTokens.GAP] = 100;
            });
    assertThat(shares(model, PLAIN)).containsOnlyKeys(THREE.keySet());
  }

  @ParameterizedTest
  @EnumSource(Length.class)
  void saysValidTextWithoutControlCharactersWhateverTheModel(Length length) {
    Scripted noise =
        new Scripted(
            (heard, out) -> {
              SplittableRandom random = new SplittableRandom(heard.hashCode());
              for (int i = 0; i < out.length; i++) {
                out[i] = (float) Math.pow(random.nextDouble(), 4);
              }
              out[ControlTokens.COUNT + 0xEF] = 0; // U+FFFD could come of its own
            });
    for (String text : many(noise, options(1, 1, 1, length), 60)) {
      assertThat(text).isNotBlank().isEqualTo(text.strip()).doesNotContain("\uFFFD");
      assertThat(text.codePoints())
          .noneMatch(point -> Character.isISOControl(point) && point != '\n' && point != '\t');
      assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(text);
    }
  }

  @Test
  void saysDifferentThingsWhereItCan() {
    Scripted model = Scripted.of(Map.of("a", 0.5, "b", 0.3, "c", 0.2));
    GenerationOptions three = options(3, 1, 1, Length.NATURAL);
    for (int seed = 0; seed < 20; seed++) {
      List<String> messages = speak(model, three, seed);
      assertThat(messages).hasSize(3).isSubsetOf("a", "b", "c");
      assertThat(messages.get(1)).isNotEqualTo(messages.get(0));
    }
    assertThat(speak(Scripted.of(Map.of("a", 1.0)), three, 1)).containsExactly("a", "a", "a");
  }

  @Test
  void saysAnEllipsisWhereTheModelHasNothingToSay() {
    assertThat(speak(Scripted.of(Map.of("", 1.0)), PLAIN, 1)).containsExactly("…");
    assertThat(speak(Scripted.of(Map.of(" \n ", 1.0)), PLAIN, 1)).containsExactly("…");
    assertThat(speak(Scripted.of(Map.of("\u200B", 1.0)), PLAIN, 1)).containsExactly("…");
  }

  @Test
  void goesOnWhereTheModelNearlyAlwaysSaysNothing() {
    Scripted blanks = Scripted.of(Map.of("  ", 0.95, "  hm", 0.05));
    assertThat(shares(blanks, PLAIN)).containsOnlyKeys("hm");
    Scripted unseen = Scripted.of(Map.of("\u200B", 0.95, "\u200Bhm", 0.05));
    assertThat(shares(unseen, PLAIN)).containsOnlyKeys("\u200Bhm");
  }

  @Test
  void endsAMessageThatWouldNeverEnd() {
    Scripted endless =
        new Scripted(
            (heard, out) -> {
              byte[] euro = {(byte) 0xE2, (byte) 0x82, (byte) 0xAC};
              int at = Scripted.message(heard).size();
              int letter = 'a' + Math.floorMod(at * at / 7 * 31, 26);
              out[ControlTokens.COUNT + (at % 4 == 3 ? letter : euro[at % 4] & 0xFF)] = 1;
            });
    String text = speak(endless, PLAIN, 1).get(0);
    assertThat(text.length()).isBetween(50, 300);
    assertThat(text).startsWith("€").doesNotContain("\uFFFD");
  }

  @Test
  void getsOutOfALoop() {
    Scripted laughing =
        new Scripted(
            (heard, out) -> {
              boolean h = Scripted.message(heard).size() % 2 == 0;
              out[ControlTokens.COUNT + (h ? 'h' : 'a')] = 1;
            });
    String text = speak(laughing, PLAIN, 1).get(0);
    assertThat(text).startsWith("haha").hasSizeLessThan(20);
  }

  @Test
  void repeatsNoLetterMoreOftenInARowThanAnyoneDid() {
    Scripted.Script endless = (heard, out) -> out[ControlTokens.COUNT + 'o'] = 1;
    Scripted model =
        new Scripted(endless) {
          @Override
          public boolean hasSeen(int[] tokens) {
            return tokens.length <= 4;
          }
        };
    assertThat(speak(model, PLAIN, 1)).containsExactly("oooo");
    // Of longer ones a model knows only parts.
    assertThat(speak(new Scripted(endless), PLAIN, 1)).containsExactly("oooooo");
  }

  @Test
  void answersWhatWasSaidBefore() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              String before = Scripted.text(heard);
              String answer = before.contains("?[E][O]") ? "yes" : "oh";
              Scripted.write(Map.of(answer, 1.0), Scripted.message(heard), out);
            });
    assertThat(speak(model, PLAIN, 1, ada("are you awake?"))).containsExactly("yes");
    assertThat(speak(model, PLAIN, 1, ada("are you?"), ada("i am"))).containsExactly("oh");
    assertThat(speak(model, PLAIN, 1)).containsExactly("oh");
  }

  @Test
  void hearsTheLastMessagesAndKnowsWhichWereItsOwn() {
    List<String> heardBefore = new ArrayList<>();
    Scripted model =
        new Scripted(
            (heard, out) -> {
              heardBefore.add(Scripted.text(heard));
              out[ControlTokens.COUNT + '.'] = 1;
            });
    Turn[] before = new Turn[12];
    Arrays.setAll(before, i -> i == 10 ? bella("10") : ada("" + i));
    speak(model, PLAIN, 1, before);
    assertThat(heardBefore.get(0))
        .as("of others in a row the last eight, and the person's own")
        .isEqualTo(
            "[G][X]2[E][X]3[E][X]4[E][X]5[E][X]6[E][X]7[E][X]8[E][X]9[E][O]10[E][X]11[E][O]");
  }

  @Test
  void makesEachMessageAnAnswerToTheContextAndNotToTheOneBefore() {
    Scripted model =
        new Scripted(
            (heard, out) -> {
              String next = Scripted.text(heard).contains("[O]one[E]") ? "two" : "one";
              Scripted.write(Map.of(next, 1.0), Scripted.message(heard), out);
            });
    assertThat(speak(model, options(2, 1, 1, Length.NATURAL), 1)).containsExactly("one", "one");
  }

  /** A model of someone who always sends three messages in a row. */
  private static Scripted ofThreeInARow(Scripted.Script script) {
    return new Scripted(script) {
      @Override
      public Habits habits() {
        return new Habits(List.of(0.0, 0.0, 1.0), Quantiles.NONE, Quantiles.NONE);
      }
    };
  }

  private List<String> burst(LanguageModel model, int most, Turn... before) {
    GenerationOptions options = options(most, 1, 1, Length.NATURAL);
    return generator.burst(model, BELLA, List.of(before), options, new SplittableRandom(1));
  }

  @Test
  void inABurstEachMessageGoesOnFromThoseBefore() {
    Scripted model =
        ofThreeInARow(
            (heard, out) -> {
              String before = Scripted.text(heard);
              String next =
                  before.endsWith("[X]tea?[E][O]yes[E][O]milk[E][O]")
                      ? "no sugar"
                      : before.endsWith("[X]tea?[E][O]yes[E][O]") ? "milk" : "yes";
              Scripted.write(Map.of(next, 1.0), Scripted.message(heard), out);
            });
    assertThat(burst(model, 6, ada("tea?"))).containsExactly("yes", "milk", "no sugar");
    assertThat(burst(model, 2, ada("tea?"))).containsExactly("yes", "milk");
  }

  @Test
  void aBurstOutOfNothingGoesOnFromItsFirstMessage() {
    Scripted model =
        ofThreeInARow(
            (heard, out) -> {
              String before = Scripted.text(heard);
              String next = before.equals("[G][O]") ? "a" : before.replaceAll("[^a]", "") + "a";
              Scripted.write(Map.of(next, 1.0), Scripted.message(heard), out);
            });
    assertThat(burst(model, 6)).containsExactly("a", "aa", "aaaa");
  }

  @Test
  void someoneWhoseHabitsAreNotKnownSendsOneMessage() {
    assertThat(burst(Scripted.of(THREE), 6)).hasSize(1);
  }

  @Test
  void beginsNoMessageWithWhatNobodyBeganOneWith() {
    Scripted model =
        new Scripted(
            (heard, out) ->
                Scripted.write(Map.of("atzer", 0.9, "katze", 0.1), Scripted.message(heard), out)) {
          @Override
          public boolean hasSeen(int[] tokens) {
            return tokens[0] != ControlTokens.OWN || tokens[1] == ControlTokens.COUNT + 'k';
          }
        };
    assertThat(shares(model, PLAIN)).containsOnlyKeys("katze");
  }

  @Test
  void doesNotSayAgainFourWordsOfWhatWasJustSaid() {
    Scripted model = Scripted.of(Map.of("it is late now, so come home", 0.9, "so come home", 0.1));
    Preference any = new Preference(1, 1, Drawing.ALL, new Score(0, 0, 0, 0, 0));
    GenerationOptions ofMany =
        new GenerationOptions(
            1, new SamplingRule(1, 1, new CandidateRule(16, any, any)), Length.NATURAL);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(speak(model, ofMany, seed, ada("it is late now"))).containsExactly("so come home");
    }
  }

  @Test
  void saysNoPartOfAQuotationButEndsOneThatTheMessageMustBeginWith() {
    Scripted model = Scripted.of(Map.of("he said \"no", 0.4, "no", 0.6));
    for (int seed = 0; seed < 20; seed++) {
      assertThat(speak(model, PLAIN, seed)).containsExactly("no");
    }
    assertThat(
            generator.complete(
                model, BELLA, List.of(), "he said \"", PLAIN, new SplittableRandom(1)))
        .isEqualTo("he said \"no");
  }

  @Test
  void takesNeitherAnEmojiNorAParticleOfANameForTheName() {
    Map<String, Double> messages = Map.of("💛", 0.4, "De, hm", 0.3, "Maria, hm", 0.3);
    GenerationOptions ofMaria =
        new GenerationOptions(1, PLAIN.rule(), Length.NATURAL, "Maria de Paz 💛");
    assertThat(said(messages, ofMaria)).containsExactlyInAnyOrder("💛", "De, hm");
  }

  @Test
  void addressesOthersButNotTheOneWhoSpeaks() {
    Map<String, Double> messages =
        Map.of("Bella, come", 0.2, "come here, bella!", 0.2, "Tim, come", 0.3, "i am bella", 0.3);
    GenerationOptions ofBella =
        new GenerationOptions(1, PLAIN.rule(), Length.NATURAL, "Bella Rossi");
    assertThat(said(messages, ofBella)).containsExactlyInAnyOrder("Tim, come", "i am bella");
  }

  @Test
  void makesUpNoLinksButSaysThoseThatWereTaught() {
    Map<String, Double> messages = Map.of("ftp://a.org", 0.2, "ftp://b.org", 0.2, "ok", 0.6);
    GenerationOptions options =
        new GenerationOptions(
            1, PLAIN.rule(), Length.NATURAL, "", List.of("ftp://b.org"), List.of(), List.of());
    assertThat(said(messages, options)).containsExactlyInAnyOrder("ftp://b.org", "ok");
  }

  @Test
  void quotesNobody() {
    Map<String, Double> messages =
        Map.of("> some say", 0.1, ">", 0.1, "so\n> some say", 0.1, ">:(", 0.4, "a > b", 0.3);
    assertThat(said(messages, PLAIN)).containsExactlyInAnyOrder(">:(", "a > b");
  }

  @Test
  void doesNotRepeatWhatWasJustSaid() {
    Scripted model = Scripted.of(Map.of("hello", 0.7, "hi", 0.3));
    for (int seed = 0; seed < 20; seed++) {
      assertThat(speak(model, PLAIN, seed, ada("hello"))).containsExactly("hi");
    }
    assertThat(speak(Scripted.of(Map.of("hello", 1.0)), PLAIN, 1, ada("hello")))
        .as("where there is nothing else to say")
        .containsExactly("hello");
  }

  @Test
  void drawsAnewWhatTheModelLearnedWordForWord() {
    Scripted model =
        new Scripted((heard, out) -> Scripted.write(THREE, Scripted.message(heard), out)) {
          @Override
          public boolean repeats(String message) {
            return message.equals("yes");
          }
        };
    Map<String, Double> shares = shares(model, PLAIN);
    assertThat(shares.get("yep 👍🏽")).isCloseTo(0.75, within(0.03));
    assertThat(shares).doesNotContainKey("yes");
  }

  private static final String BY_HEART = "i left my heart in the old town, and my hat";

  /** A model that knows nothing but one message, and that it must not be repeated. */
  private static Scripted knowingOneMessageByHeart() {
    VerbatimFilter verbatim =
        VerbatimFilter.of(
            Scripted.BYTES,
            VoiceParameters.defaults().verbatim(),
            new ConversationEncoder(Scripted.BYTES, BELLA).own(BY_HEART));
    return new Scripted(
        (heard, out) -> Scripted.write(Map.of(BY_HEART, 1.0), Scripted.message(heard), out)) {
      @Override
      public boolean repeats(String message) {
        return verbatim.matches(message);
      }
    };
  }

  @Test
  void saysNoLongPassageEvenWhereItKnowsNothingElse() {
    Scripted model = knowingOneMessageByHeart();
    List<String> said = new ArrayList<>(speak(model, options(2, 1, 1, Length.NATURAL), 1));
    said.addAll(speak(model, PLAIN, 2, ada("where did you leave your heart?")));
    said.addAll(burst(model, 3));
    said.addAll(
        generator.speakAlone(
            model, BELLA, options(3, 1, 1, Length.NATURAL), new SplittableRandom(1)));
    assertThat(said).hasSizeGreaterThan(6).allMatch(BY_HEART::startsWith);
    assertThat(said).noneMatch(model::repeats).allMatch(text -> text.split(" ").length <= 3);
  }

  @Test
  void goesOnWithNoLongPassageOfWhatItLearned() {
    String message =
        generator.complete(
            knowingOneMessageByHeart(),
            BELLA,
            List.of(),
            "i left my h",
            PLAIN,
            new SplittableRandom(1));
    assertThat(message).isEqualTo("i left my h");
  }

  @Test
  void theModelLearnsFromExamplesWithoutSecretsFirst() {
    List<String> learned = new ArrayList<>();
    LanguageModel model =
        new Scripted((heard, out) -> out[ControlTokens.COUNT + '.'] = 1) {
          @Override
          public LanguageModel speaking(List<String> examples) {
            learned.addAll(examples);
            return Scripted.of(Map.of("yes", 1.0));
          }
        };
    GenerationOptions options =
        new GenerationOptions(
            1, PLAIN.rule(), Length.NATURAL, "", List.of("my password is hunter2"));
    assertThat(speak(model, options, 1, ada("tea?"))).containsExactly("yes");
    assertThat(learned).containsExactly("my password is \uE000");
  }

  @Test
  void isNotToldSecrets() {
    List<String> heardBefore = new ArrayList<>();
    Scripted model =
        new Scripted(
            (heard, out) -> {
              heardBefore.add(Scripted.text(heard));
              out[ControlTokens.COUNT + '.'] = 1;
            });
    speak(model, PLAIN, 1, ada("my password is hunter2"));
    assertThat(heardBefore.get(0)).isEqualTo("[G][X]my password is \uE000[E][O]");
  }

  @Test
  void isAsLongWhateverTheTemperature() {
    for (double temperature : new double[] {0.4, 1, 1.6}) {
      double mean =
          TextStatistics.meanLength(
              many(endingAtRandom(), options(1, temperature, 1, Length.NATURAL), 600));
      assertThat(mean).isCloseTo(8, within(1.0));
    }
  }

  @Test
  void givesAsManyMessagesAsAsked() {
    assertThat(speak(endingAtRandom(), options(0, 1, 1, Length.NATURAL), 1)).isEmpty();
    assertThat(speak(endingAtRandom(), options(10, 1, 1, Length.LONG), 1))
        .hasSize(10)
        .doesNotHaveDuplicates();
  }
}
