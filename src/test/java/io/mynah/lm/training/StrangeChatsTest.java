package io.mynah.lm.training;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mynah.domain.Length;
import io.mynah.lm.BaseSource;
import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.Training;
import io.mynah.lm.Turn;
import io.mynah.lm.dl4j.RecurrentLearner;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.text.BlankText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chats that nobody had in mind: each gets a voice that can be listened to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class StrangeChatsTest {
  private static final Duration BUDGET = Duration.ofSeconds(2);
  private static final int SPOKEN = 12;

  @TempDir Path folder;
  private final RecurrentLearner learner = new RecurrentLearner(network(8));
  private @Nullable PretrainedBase base;

  /** Those that were trained from the base, by their chats. */
  private final Map<List<Turn>, LanguageModel> voices = new HashMap<>();

  private static RecurrentConfig network(int epochs) {
    return new RecurrentConfig(
        32, 1, 8, 16, 1e-2, 10, 0.05, 0.99, 0.01, 1.0, 0.1, 0, epochs, 4, true);
  }

  /** A base that knows what English there is in these chats. */
  @BeforeAll
  void learnABase(@TempDir Path checkpoints) throws Exception {
    List<List<String>> conversations = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      conversations.add(
          List.of(
              Chats.sentence(random),
              StrangeChats.words(random, StrangeChats.WORDS, " ", 8),
              "hello, how are you?"));
    }
    new Pretrainer(learner, 600)
        .learn(
            Conversations.split(conversations),
            Duration.ofSeconds(3),
            1,
            checkpoints,
            () -> false,
            new Pretrainer.Listener() {
              @Override
              public void progress(double fraction, Duration remaining) {}

              @Override
              public void improved(PretrainedBase better, double nats) {
                base = better;
              }
            });
  }

  private LanguageModel trained(List<Turn> turns) throws Exception {
    LanguageModel voice = voices.get(turns);
    if (voice == null) {
      voice = training(turns, base).voice();
      voices.put(turns, voice);
    }
    return voice;
  }

  private Training training(List<Turn> turns, @Nullable PretrainedBase known) throws Exception {
    Training heard = new Training(learner);
    heard.hear(
        Training.trainer(learner, Stream.ofNullable(known).map(BaseSource::of).toList())
            .begin(TrainingData.of(BELLA, turns), BUDGET, 1, new CheckpointFolder(folder), heard));
    assertThat(heard.stages).startsWith(VoiceTrainer.N_GRAM);
    assertThat(heard.fractions).endsWith(1.0);
    return heard;
  }

  private static List<String> spoken(LanguageModel voice, String... before) {
    GenerationOptions options =
        new GenerationOptions(SPOKEN, new SamplingRule(1, 0.99), Length.NATURAL);
    List<Turn> context = Stream.of(before).map(Chats::ada).toList();
    return new MessageGenerator().speak(voice, BELLA, context, options, new SplittableRandom(3));
  }

  private static Set<Integer> characters(Stream<String> texts) {
    return texts.flatMap(text -> text.codePoints().boxed()).collect(Collectors.toSet());
  }

  static Stream<Arguments> chats() {
    return Stream.of(
        arguments(named("fifty messages", StrangeChats.ofFiftyMessages())),
        arguments(named("one person", StrangeChats.ofOnePerson())),
        arguments(named("three hundred people", StrangeChats.ofThreeHundredPeople())),
        arguments(named("single words", StrangeChats.ofSingleWords())),
        arguments(named("always the same", StrangeChats.ofOneMessageAgainAndAgain())),
        arguments(named("Chinese", StrangeChats.inChinese())),
        arguments(named("Arabic", StrangeChats.inArabic())),
        arguments(named("Thai", StrangeChats.inThai())),
        arguments(named("emoji", StrangeChats.ofEmojiAlone())),
        arguments(named("German", StrangeChats.inGermanWithEmoji())),
        arguments(named("a message of 2 MB", StrangeChats.withAMessageOfTwoMegabytes())),
        arguments(named("one letter of 2 MB", StrangeChats.withALetterTwoMillionTimes())),
        arguments(named("many blanks", StrangeChats.withManyBlanks())));
  }

  @ParameterizedTest
  @MethodSource("chats")
  void aVoiceSaysWhatCanBeReadInTheCharactersOfItsChat(List<Turn> turns) throws Exception {
    LanguageModel voice = trained(turns);
    Set<Integer> known = characters(turns.stream().map(Turn::text));
    known.addAll(characters(Stream.of("hello, how are you?"))); // what was said to it
    known.addAll(characters(StrangeChats.WORDS.stream())); // the base's
    List<String> said = new ArrayList<>(spoken(voice));
    said.addAll(spoken(voice, "hello, how are you?"));
    said.addAll(spoken(voice, "你好吗？", "<|>\u0000\uD83D"));
    assertThat(said)
        .hasSize(3 * SPOKEN)
        .noneMatch(BlankText::is)
        .allMatch(text -> text.length() < 3000);
    assertThat(characters(said.stream())).isSubsetOf(known);
  }

  @Test
  void whoAlwaysSaysTheSameSaysItAgain() throws Exception {
    LanguageModel voice = trained(StrangeChats.ofOneMessageAgainAndAgain());
    assertThat(spoken(voice)).allMatch("good morning to you"::equals);
    assertThat(spoken(voice, "what is up?")).allMatch("good morning to you"::equals);
  }

  @Test
  void whoSaysOneWordAtATimeGoesOnToDoSo() throws Exception {
    LanguageModel voice = trained(StrangeChats.ofSingleWords());
    List<String> said = new ArrayList<>(spoken(voice));
    said.addAll(spoken(voice, "tea?"));
    assertThat(said.stream().filter(StrangeChats.WORDS::contains))
        .hasSizeGreaterThan(2 * SPOKEN - 6);
  }

  @Test
  void emojiComeWhole() throws Exception {
    assertWhole(spoken(trained(StrangeChats.ofEmojiAlone())), StrangeChats.EMOJI);
  }

  @Test
  void aBaseOfEnglishDoesGermanNoHarm() throws Exception {
    List<Turn> german = StrangeChats.inGermanWithEmoji();
    Training with = training(german, base);
    Training without = training(german, null);
    assertThat(with.bits.get(with.bits.size() - 1))
        .isLessThanOrEqualTo(1.02 * without.bits.get(without.bits.size() - 1));
    assertWhole(spoken(with.voice()), StrangeChats.GERMAN_EMOJI);
  }

  /** Nearly all signs that are no letters are of some. */
  private static void assertWhole(List<String> said, List<String> emoji) {
    List<String> signs =
        said.stream()
            .flatMap(StrangeChatsTest::seen)
            .filter(sign -> !sign.matches("[\\p{L} ]"))
            .toList();
    assertThat(signs).isNotEmpty();
    assertThat(signs.stream().filter(emoji::contains).count())
        .isGreaterThanOrEqualTo(signs.size() * 9L / 10);
  }

  /** What one sees as one sign each. */
  private static Stream<String> seen(String text) {
    return Pattern.compile("\\X").matcher(text).results().map(r -> r.group());
  }

  @Test
  void whoSentNothingThatCanBeSeenWroteTooLittle() {
    List<Turn> turns = new ArrayList<>();
    for (String nothing :
        List.of("", " ", "\n", "\u00A0", "\u200B", "\uFEFF", "\u3164", "\u2800")) {
      turns.addAll(Collections.nCopies(50, bella(nothing)));
      turns.add(ada("are you there?"));
    }
    assertThatThrownBy(() -> trained(turns))
        .isInstanceOfSatisfying(TooLittleText.class, few -> assertThat(few.messages()).isZero());
  }
}
