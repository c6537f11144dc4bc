package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import io.mynah.lm.Scripted;
import io.mynah.lm.SentenceHabits;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Limits;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Score;
import io.mynah.lm.VoiceParameters.ShortLengths;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import io.mynah.text.WordsAndEmoji;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Messages are as long as the person's, unless the model is not sure of them, and have emoji as
 * often.
 */
class MessageFormTest {
  private static final int MESSAGES = 2000;

  private final MessageGenerator generator = new MessageGenerator();

  /** A model that says what the script says, of a person with some habits. */
  private static class Person extends Scripted {
    private final Habits habits;
    private final BpeTokenizer units;

    Person(Script script, double emoji, List<Double> lengths) {
      this(script, emoji, lengths, Scripted.BYTES);
    }

    Person(Script script, double emoji, List<Double> lengths, BpeTokenizer units) {
      super(script);
      this.units = units;
      habits =
          new Habits(
              List.of(1.0), Quantiles.NONE, Quantiles.NONE, OptionalDouble.of(emoji), lengths);
    }

    @Override
    public Habits habits() {
      return habits;
    }

    @Override
    public BpeTokenizer tokenizer() {
      return units;
    }

    @Override
    public int vocabulary() {
      return units.size();
    }
  }

  private static Scripted.Script saying(Map<String, Double> messages) {
    return (heard, out) -> Scripted.write(messages, Scripted.message(heard), out);
  }

  /** Of how many candidates the nearest in length are compared, and said if the model is sure. */
  private static CandidateRule of(int candidates, double compared, int asDrawn) {
    Preference preference =
        new Preference(
            1,
            1,
            new Drawing(
                1, List.of(), compared, false, false, Limits.NONE, new ShortLengths(asDrawn, 0, 1)),
            new Score(1, 0, 0, 0, 0));
    return new CandidateRule(candidates, preference, preference);
  }

  /** Of many candidates that have at most so many nats, the nearest in length is said. */
  private static CandidateRule sure(double mostNats) {
    return sure(mostNats, 0.02);
  }

  private static CandidateRule sure(double mostNats, double compared) {
    Preference preference =
        new Preference(
            1,
            1,
            new Drawing(
                1,
                List.of(),
                compared,
                false,
                false,
                new Limits(mostNats, 0),
                ShortLengths.LIKE_OTHERS),
            new Score(1, 0, 0, 0, 0));
    return new CandidateRule(50, preference, preference);
  }

  private double share(
      Scripted model, CandidateRule rule, Length length, Predicate<String> wanted) {
    return share(model, rule, 1, length, wanted);
  }

  private double share(
      Scripted model,
      CandidateRule rule,
      double temperature,
      Length length,
      Predicate<String> wanted) {
    GenerationOptions options =
        new GenerationOptions(MESSAGES, new SamplingRule(temperature, 1, rule), length);
    List<String> messages = generator.speakAlone(model, BELLA, options, new SplittableRandom(1));
    return messages.stream().filter(wanted).count() / (double) MESSAGES;
  }

  @Test
  void haveEmojiAsOftenAsThePersonsEvenIfTheModelWouldPutThemEverywhere() {
    Scripted.Script script = saying(Map.of("ok", 0.2, "no 🌙", 0.5, "hm 🌙", 0.3));
    CandidateRule rule = of(16, 0.3, 0);
    for (double wanted : new double[] {0, 0.2, 0.7}) {
      assertThat(
              share(
                  new Person(script, wanted, List.of()),
                  rule,
                  Length.NATURAL,
                  WordsAndEmoji::hasEmoji))
          .isCloseTo(wanted, within(0.04));
    }
  }

  @Test
  void areAsLongAsThePersons() {
    Scripted.Script script =
        saying(Map.of("ab", 0.7, "abcdefgh", 0.2, "abcdefghijklmnopqrstuvwxyz", 0.1));
    Person person = new Person(script, 0, List.of(0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.8));
    CandidateRule rule = of(24, 0.04, 0);
    assertThat(share(person, rule, Length.NATURAL, text -> text.length() == 8))
        .isCloseTo(0.8, within(0.04));
    // Both of two, and either of two.
    assertThat(share(person, rule, Length.SHORT, text -> text.length() == 8))
        .isCloseTo(0.64, within(0.04));
    assertThat(share(person, rule, Length.LONG, text -> text.length() == 8))
        .isCloseTo(0.96, within(0.04));
  }

  /** A person whose messages have eight tokens. */
  private static Person verbose(Scripted.Script script) {
    List<Double> lengths = new ArrayList<>(Collections.nCopies(8, 0.0));
    lengths.add(1.0);
    return new Person(script, 0, lengths);
  }

  @Test
  void areNoLongerThanTheModelIsSureOfUnlessTheOwnerWantsLongOnes() {
    Scripted.Script script = saying(Map.of("ab", 0.6, "cdefghij", 0.3, "klmnopqrstuvwxyz", 0.1));
    Person verbose = verbose(script);
    double nats = -Math.log(0.4);
    assertThat(share(verbose, sure(nats), Length.NATURAL, "ab"::equals)).isOne();
    assertThat(share(verbose, sure(nats), Length.SHORT, "ab"::equals)).isOne();
    assertThat(share(verbose, sure(nats), Length.LONG, "cdefghij"::equals)).isOne();
    assertThat(share(verbose, sure(-Math.log(0.2)), Length.NATURAL, "cdefghij"::equals)).isOne();
  }

  @Test
  void mayBeLessSureIfTheOwnerWantsThemWilder() {
    Scripted.Script script = saying(Map.of("ab", 0.6, "cdefghij", 0.4));
    Person verbose = verbose(script);
    CandidateRule rule = sure(-Math.log(0.5));
    assertThat(share(verbose, rule, 0.7, Length.NATURAL, "ab"::equals)).isOne();
    assertThat(share(verbose, rule, 1, Length.NATURAL, "ab"::equals)).isOne();
    assertThat(share(verbose, rule, 1.4, Length.NATURAL, "cdefghij"::equals)).isOne();
  }

  @Test
  void areTheSurestOnesIfTheModelIsSureOfNone() {
    Scripted.Script script = saying(Map.of("ab", 0.6, "cdefghij", 0.4));
    Person verbose = verbose(script);
    assertThat(share(verbose, sure(0.1), Length.NATURAL, "ab"::equals)).isOne();
    GenerationOptions options =
        new GenerationOptions(
            1,
            new SamplingRule(1, 1, sure(0.1, 1)),
            Length.NATURAL,
            "",
            List.of(),
            List.of("ab"),
            List.of());
    assertThat(generator.speakAlone(verbose, BELLA, options, new SplittableRandom(1)))
        .as("if that was not disliked")
        .containsExactly("cdefghij");
  }

  @Test
  void shortOnesAreSaidAsTheyWereDrawn() {
    Person person = new Person(saying(Map.of("a", 0.7, "b", 0.3)), 0, List.of(0.0, 1.0));
    assertThat(share(person, of(8, 1, 1), Length.NATURAL, "b"::equals))
        .isCloseTo(0.3, within(0.04));
    assertThat(share(person, of(8, 1, 0), Length.NATURAL, "b"::equals)).isLessThan(0.01);
  }

  @Test
  void shortOnesAreDrawnAtTheOwnersTemperature() {
    Scripted.Script script = saying(Map.of("a", 0.7, "b", 0.3));
    Preference calm =
        new Preference(
            0.3,
            1,
            new Drawing(1, List.of(), 1, false, false, Limits.NONE, new ShortLengths(1, 0, 1)),
            new Score(1, 0, 0, 0, 0));
    CandidateRule rule = new CandidateRule(1, calm, calm);
    Person brief = new Person(script, 0, List.of(0.0, 1.0));
    Person verbose = new Person(script, 0, List.of(0.0, 0.0, 1.0));
    assertThat(share(brief, rule, Length.NATURAL, "b"::equals)).isCloseTo(0.3, within(0.04));
    assertThat(share(verbose, rule, Length.NATURAL, "b"::equals)).isLessThan(0.1);
  }

  @Test
  void endWhereAnEmojiWouldHaveComeAsOftenAsTheyEndWithoutOne() {
    BpeTokenizer units = new BpeTrainer(300).train(Collections.nCopies(9, "🌙"));
    int[] moon = units.encode("🌙");
    assertThat(moon).as("one unit").hasSize(1);
    Scripted.Script script =
        (heard, out) -> {
          int length = Scripted.message(heard).size();
          if (length == 0) {
            out[units.encode("k")[0]] = 1;
          } else if (length == 1) {
            out[ControlTokens.END] = 0.25f;
            out[moon[0]] = 0.5f;
            out[units.encode("!")[0]] = 0.25f;
          } else {
            out[ControlTokens.END] = 1;
          }
        };
    Person person = new Person(script, 0, List.of(), units);
    assertThat(share(person, of(1, 1, 0), Length.NATURAL, "k"::equals))
        .isCloseTo(0.5, within(0.04));
  }

  @Test
  void areThePersonsOwnShortOnesAsOftenAsThereAreSomeOfTheLength() {
    Preference alike =
        new Preference(
            1,
            1,
            new Drawing(1, List.of(), 1, false, true, Limits.NONE, ShortLengths.LIKE_OTHERS),
            new Score(1, 0, 0, 0, 0));
    CandidateRule rule = new CandidateRule(4, alike, alike);
    List<Turn> turns = new ArrayList<>(Collections.nCopies(10, bella("own")));
    turns.addAll(Collections.nCopies(2, bella("nwo")));
    turns.addAll(List.of(bella("one"), bella("two"), bella("six"), bella("ten")));
    Person person =
        new Person(saying(Map.of("new", 1.0)), 0, List.of(0.0, 0.0, 0.0, 1.0)) {
          @Override
          public ShortMessages shortMessages() {
            return ShortMessages.of(
                Chats.inTime(turns), BELLA, Scripted.BYTES, Duration.ofHours(2));
          }
        };
    assertThat(share(person, rule, Length.NATURAL, "new"::equals)).isCloseTo(0.25, within(0.04));
    assertThat(share(person, rule, Length.NATURAL, "nwo"::equals))
        .as("each as often as another")
        .isCloseTo(0.375, within(0.04));
    // In a conversation, they would not fit.
    GenerationOptions one = new GenerationOptions(1, new SamplingRule(1, 1, rule), Length.NATURAL);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(
              generator.speak(person, BELLA, List.of(ada("hi")), one, new SplittableRandom(seed)))
          .containsExactly("new");
    }
  }

  @Test
  void haveEachEmojiAsOftenAsTheModelHoweverCalmItIs() {
    BpeTokenizer units =
        new BpeTrainer(300)
            .train(
                Stream.generate(() -> List.of("k🌙", "k🍋"))
                    .limit(9)
                    .flatMap(List::stream)
                    .toList());
    Scripted.Script script =
        (heard, out) -> {
          List<Integer> message = Scripted.message(heard);
          Map<String, Double> likely = Map.of("k🌙", 0.7, "k🍋", 0.3);
          likely.forEach(
              (text, share) -> {
                int[] tokens = units.encode(text);
                boolean begun = message.size() <= tokens.length;
                for (int i = 0; i < message.size() && begun; i++) {
                  begun = message.get(i) == tokens[i];
                }
                if (begun) {
                  int next =
                      message.size() < tokens.length ? tokens[message.size()] : ControlTokens.END;
                  out[next] += share.floatValue();
                }
              });
        };
    Person person = new Person(script, 1, List.of(), units);
    Preference calm = new Preference(0.1, 1, Drawing.ALL, new Score(1, 0, 0, 0, 0));
    CandidateRule rule = new CandidateRule(4, calm, calm);
    assertThat(share(person, rule, Length.NATURAL, "k🍋"::equals)).isCloseTo(0.3, within(0.04));
  }

  @Test
  void drawsNoMessageThatBeginsAsThePersonSeldomDoes() {
    Set<Integer> begun = new HashSet<>();
    Scripted model =
        new Scripted(
            (heard, out) -> {
              Scripted.message(heard).stream().findFirst().ifPresent(begun::add);
              Scripted.write(Map.of("so", 0.9, "So", 0.1), Scripted.message(heard), out);
            }) {
          @Override
          public Habits habits() {
            return Habits.PLAIN.with(new SentenceHabits(1, 0, 1));
          }
        };
    GenerationOptions options = new GenerationOptions(1, new SamplingRule(1, 1), Length.NATURAL);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(generator.speak(model, BELLA, List.of(), options, new SplittableRandom(seed)))
          .containsExactly("So");
    }
    assertThat(begun).containsExactly(ControlTokens.COUNT + 'S');
  }
}
