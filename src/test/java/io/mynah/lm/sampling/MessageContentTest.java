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
import io.mynah.lm.ShortMessages;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Limits;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Score;
import io.mynah.lm.VoiceParameters.ShortLengths;
import io.mynah.lm.WordFrequencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of messages that make sense, those come that tell something. */
class MessageContentTest {
  private static final int MESSAGES = 2000;

  /** Of a chat where "oh" is usual, and "zo" and "xu" are not. */
  private static final WordFrequencies WORDS = words();

  private static WordFrequencies words() {
    List<Turn> turns = new ArrayList<>(Collections.nCopies(2000, ada("oh")));
    turns.addAll(List.of(bella("zo"), bella("zo"), bella("xu"), bella("xu")));
    return WordFrequencies.of(turns);
  }

  private static final CandidateRule SUREST_OF_SIX = rule(6, Drawing.ALL, new Score(1, 0, 0, 0, 0));

  private final MessageGenerator generator = new MessageGenerator();

  /** A person who says each of some messages with its probability. */
  private static class Person extends Scripted {
    private final List<Double> lengths;

    Person(Map<String, Double> messages, List<Double> lengths) {
      super((heard, out) -> write(messages, message(heard), out));
      this.lengths = lengths;
    }

    Person(Map<String, Double> messages) {
      this(messages, List.of());
    }

    @Override
    public WordFrequencies wordFrequencies() {
      return WORDS;
    }

    @Override
    public Habits habits() {
      return new Habits(
          List.of(1.0), Quantiles.NONE, Quantiles.NONE, OptionalDouble.empty(), lengths);
    }
  }

  private static CandidateRule rule(int candidates, Drawing drawing, Score score) {
    Preference preference = new Preference(1, 1, drawing, score);
    return new CandidateRule(candidates, preference, preference);
  }

  private double share(
      Scripted person, CandidateRule rule, Length length, Predicate<String> wanted) {
    GenerationOptions one = new GenerationOptions(1, new SamplingRule(1, 1, rule), length);
    int count = 0;
    for (int seed = 0; seed < MESSAGES; seed++) {
      String text =
          generator.speak(person, BELLA, List.of(), one, new SplittableRandom(seed)).get(0);
      count += wanted.test(text) ? 1 : 0;
    }
    return count / (double) MESSAGES;
  }

  @Test
  void prefersSeldomWordsOverAnEmptyPhraseThatIsAsLikely() {
    Person person = new Person(Map.of("oh", 0.6, "zo", 0.4));
    CandidateRule rule = rule(6, Drawing.ALL, new Score(1, 0, 0, 1, 0));
    // Only where all six are the empty phrase, that is said.
    assertThat(share(person, rule, Length.NATURAL, "zo"::equals))
        .isCloseTo(1 - Math.pow(0.6, 6), within(0.03));
  }

  @ParameterizedTest
  @CsvSource({"zo zo, zo xu", "d'o d'o, d'o zo"})
  void aWordThatComesAgainIsNoSurerThanItUsuallyIs(String repeating, String other) {
    Person person = new Person(Map.of(repeating, 0.7, other, 0.3));
    // Only where all six repeat a word, one of those is said.
    assertThat(share(person, SUREST_OF_SIX, Length.NATURAL, other::equals))
        .isCloseTo(1 - Math.pow(0.7, 6), within(0.03));
  }

  @Test
  void aUsualWordIsAsSureWhenItComesAgain() {
    Person person = new Person(Map.of("oh oh", 0.7, "oh xu", 0.3));
    assertThat(share(person, SUREST_OF_SIX, Length.NATURAL, "oh oh"::equals))
        .isCloseTo(1 - Math.pow(0.3, 6), within(0.03));
  }

  @Test
  void aWordThatWasGivenInPartMayComeAgain() {
    Person person = new Person(Map.of("zo zo", 0.5, "zo zu", 0.5));
    assertThat(completed(person, "zo z", SUREST_OF_SIX, "zo zo")).isCloseTo(0.5, within(0.03));
  }

  @Test
  void whatTheGivenWordsTellDoesNotMakeAShortMessageBetter() {
    Person person = new Person(Map.of("zo oh", 0.5, "zo oh oh oh", 0.5));
    CandidateRule rule = rule(6, Drawing.ALL, new Score(0, 0, 0, 1, 0));
    assertThat(completed(person, "zo", rule, "zo oh")).isCloseTo(0.5, within(0.03));
  }

  /** How often a beginning becomes a certain message. */
  private double completed(Person person, String beginning, CandidateRule rule, String message) {
    GenerationOptions one = new GenerationOptions(1, new SamplingRule(1, 1, rule), Length.NATURAL);
    int count = 0;
    for (int seed = 0; seed < MESSAGES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String text = generator.complete(person, BELLA, List.of(), beginning, one, random);
      count += text.equals(message) ? 1 : 0;
    }
    return count / (double) MESSAGES;
  }

  @Test
  void emojiAloneNeedNotTellAnything() {
    Person person = new Person(Map.of("🌙", 0.6, "zo", 0.4));
    CandidateRule rule = rule(1, telling(4), new Score(1, 0, 0, 0, 0));
    assertThat(share(person, rule, Length.NATURAL, "🌙"::equals)).isCloseTo(0.6, within(0.03));
  }

  @Test
  void oneOfTheShortestIsDrawnAgainUnlessAShortOneIsWanted() {
    Person person = new Person(Map.of("o", 0.5, "abc", 0.5), List.of(0.0, 0.5, 0.0, 0.5));
    CandidateRule once = rule(9, lengths(0), new Score(1, 0, 0, 0, 0));
    CandidateRule again = rule(9, lengths(1), new Score(1, 0, 0, 0, 0));
    assertThat(share(person, once, Length.NATURAL, "o"::equals)).isCloseTo(0.5, within(0.03));
    assertThat(share(person, again, Length.NATURAL, "o"::equals)).isCloseTo(0.25, within(0.03));
    assertThat(share(person, again, Length.SHORT, "o"::equals)).isCloseTo(0.75, within(0.03));
  }

  /** The nearest in length of nine is said; those of one token may be drawn again. */
  private static Drawing lengths(int redraws) {
    return new Drawing(
        1, List.of(), 0.1, false, false, Limits.NONE, new ShortLengths(1, redraws, 1));
  }

  @Test
  void oneOfTheShortestIsNotSaidForALongerOneButAfterSomeAttempts() {
    Person person = new Person(Map.of("o", 0.6, "abc", 0.4), List.of(0.0, 0.0, 0.0, 1.0));
    // All four begin alike, so that each attempt gives one or the other.
    Drawing together =
        new Drawing(1, List.of(), 1, false, true, Limits.NONE, new ShortLengths(1, 0, 1));
    assertThat(
            share(person, rule(4, together, new Score(1, 0, 0, 0, 0)), Length.NATURAL, "o"::equals))
        .isCloseTo(Math.pow(0.6, 3), within(0.03));
  }

  @Test
  void whatTheModelIsNotSureOfIsNotSaidButAfterSomeAttemptsAndThenTheSurest() {
    Map<String, Double> messages =
        Map.of("sure", 0.4, "ba", 0.15, "bb", 0.15, "bc", 0.15, "bd", 0.1, "be", 0.05);
    Person person = new Person(messages);
    Drawing together =
        new Drawing(1, List.of(), 1, false, true, new Limits(1, 0), ShortLengths.LIKE_OTHERS);
    CandidateRule rule = rule(1, together, new Score(1, 0, 0, 0, 0));
    assertThat(share(person, rule, Length.NATURAL, "sure"::equals))
        .isCloseTo(1 - Math.pow(0.6, 3), within(0.03));
    // The least likely one is the surest of three if all are that one.
    assertThat(share(person, rule, Length.NATURAL, "be"::equals)).isLessThan(0.005);
    GenerationOptions many =
        new GenerationOptions(500, new SamplingRule(1, 1, rule), Length.NATURAL);
    assertThat(generator.speakAlone(person, BELLA, many, new SplittableRandom(1)))
        .hasSize(500)
        .filteredOn(text -> !text.equals("sure"))
        .hasSizeLessThan(150);
  }

  @Test
  void whatTellsTooLittleIsNotSaidButAfterSomeAttempts() {
    Person person = new Person(Map.of("oh", 0.6, "zo", 0.4));
    CandidateRule rule = rule(1, telling(4), new Score(1, 0, 0, 0, 0));
    assertThat(share(person, rule, Length.NATURAL, "zo"::equals))
        .as("as much as a seldom word")
        .isCloseTo(1 - Math.pow(0.6, 3), within(0.03));
    assertThat(share(person, rule, Length.SHORT, "zo"::equals))
        .as("where short ones are wanted")
        .isCloseTo(0.4, within(0.03));
    Person mixed = new Person(Map.of("oh", 0.6, "oh oh oh", 0.3, "zo", 0.1));
    assertThat(share(mixed, rule, Length.NATURAL, "zo"::equals))
        .as("of what tells too little, anything")
        .isCloseTo(1 - Math.pow(0.9, 3), within(0.03));
    CandidateRule any = rule(1, telling(0), new Score(1, 0, 0, 0, 0));
    assertThat(share(person, any, Length.NATURAL, "zo"::equals)).isCloseTo(0.4, within(0.03));
  }

  private static Drawing telling(double least) {
    Limits limits = new Limits(Double.POSITIVE_INFINITY, least);
    return new Drawing(1, List.of(), 1, false, false, limits, ShortLengths.LIKE_OTHERS);
  }

  @Test
  void everythingMayBeSaidWhereNothingIsKnownOfTheWords() {
    Scripted person = Scripted.of(Map.of("oh", 0.6, "zo", 0.4));
    CandidateRule rule = rule(1, telling(4), new Score(1, 0, 0, 0, 0));
    assertThat(share(person, rule, Length.NATURAL, "zo"::equals)).isCloseTo(0.4, within(0.03));
  }

  @Test
  void ofThePersonsOwnShortMessagesThoseComeThatTellMost() {
    List<Turn> turns = new ArrayList<>();
    for (char last = 'a'; last < 'a' + 19; last++) {
      turns.addAll(List.of(bella("o" + last), bella("o" + last)));
    }
    turns.addAll(List.of(bella("zo"), bella("zo")));
    Person person =
        new Person(Map.of("new", 1.0), List.of(0.0, 0.0, 1.0)) {
          @Override
          public ShortMessages shortMessages() {
            return ShortMessages.of(
                Chats.inTime(turns), BELLA, Scripted.BYTES, Duration.ofHours(2));
          }
        };
    Drawing two = new Drawing(1, List.of(), 1, false, true, Limits.NONE, new ShortLengths(0, 0, 2));
    // It is one of twenty, and comes if it is one of two that are drawn.
    assertThat(share(person, rule(1, two, new Score(1, 0, 0, 0, 0)), Length.NATURAL, "zo"::equals))
        .isCloseTo(1 - Math.pow(0.95, 2), within(0.02));
  }
}
