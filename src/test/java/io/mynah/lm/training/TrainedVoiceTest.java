package io.mynah.lm.training;

import static io.mynah.lm.Chats.BELLA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.Training;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.evaluation.Scorer;
import io.mynah.lm.evaluation.TextStatistics;
import io.mynah.lm.sampling.CandidateRule;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.text.ControlTokens;
import io.mynah.text.RandomText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The n-gram voice of a made chat, and the voice mixed with a tiny net's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainedVoiceTest {
  private static final List<Turn> CHAT = Chats.ofTwo(200, 1);

  @TempDir static Path folder;
  private LanguageModel ngrams;
  private LanguageModel mixed;

  @BeforeAll
  void train() throws Exception {
    ngrams = new Training(null).run(CHAT, folder.resolve("ngrams")).voice();
    Training second =
        new Training(new TinyLearner()).run(Chats.ofOneWhoCounts(200), folder.resolve("mixed"));
    assertThat(second.stages).endsWith("neural");
    mixed = second.voice();
  }

  private static State after(LanguageModel model, List<Integer> tokens) {
    State state = model.start();
    tokens.forEach(state::advance);
    return state;
  }

  private static float[] probabilities(LanguageModel model, State state) {
    float[] out = new float[model.vocabulary()];
    state.probabilities(out);
    return out;
  }

  /** Contexts of every sort: beginnings, words of the chat, others' turns, nonsense, long ones. */
  private static List<List<Integer>> contexts(LanguageModel model) {
    SplittableRandom random = new SplittableRandom(3);
    ConversationEncoder encoder = new ConversationEncoder(model.tokenizer(), BELLA);
    List<List<Integer>> contexts = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < 60; i++) {
      List<Integer> tokens = new ArrayList<>();
      for (int turns = random.nextInt(6); turns >= 0; turns--) {
        Turn turn = CHAT.get(random.nextInt(CHAT.size()));
        Arrays.stream(encoder.message(turn)).forEach(tokens::add);
        if (random.nextInt(3) == 0) {
          Arrays.stream(encoder.own(RandomText.of(random, 10))).forEach(tokens::add);
        }
        if (random.nextInt(3) == 0) {
          tokens.add(ControlTokens.GAP);
        }
      }
      contexts.add(tokens.subList(0, tokens.size() - random.nextInt(4)));
      contexts.add(random.ints(1 + i, 0, model.vocabulary()).boxed().toList());
    }
    return contexts;
  }

  @Test
  void givesEveryTokenThatIsPredictedAProbabilityAndAllTogetherOneInAnyContext() {
    for (LanguageModel model : List.of(ngrams, mixed)) {
      float[] logs = new float[model.vocabulary()];
      for (List<Integer> context : contexts(model)) {
        State state = after(model, context);
        double sum = 0;
        float[] probabilities = probabilities(model, state);
        state.logProbabilities(logs);
        for (int token = 0; token < logs.length; token++) {
          sum += probabilities[token];
          boolean given = ControlTokens.is(token) && token != ControlTokens.END;
          if (given != (probabilities[token] == 0) || !(given || logs[token] > -100)) {
            throw new AssertionError(token + " after " + context + ": " + logs[token]);
          }
          assertThat(Math.exp(logs[token])).isCloseTo(probabilities[token], within(1e-5));
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
      }
    }
  }

  @Test
  void isInTheSamePlaceAfterTheSameTokens() {
    for (List<Integer> context : contexts(mixed).subList(0, 20)) {
      assertThat(probabilities(mixed, after(mixed, context)))
          .isEqualTo(probabilities(mixed, after(mixed, context)));
    }
  }

  @Test
  void copiesAStateThatGoesItsOwnWay() {
    for (LanguageModel model : List.of(ngrams, mixed)) {
      ConversationEncoder encoder = new ConversationEncoder(model.tokenizer(), BELLA);
      List<Integer> message = Arrays.stream(encoder.own("the cat wants it")).boxed().toList();
      List<Integer> opening = List.of(ControlTokens.GAP, ControlTokens.OWN);
      State state = after(model, opening);
      float[] before = probabilities(model, state);
      State copy = state.copy();
      assertThat(probabilities(model, copy)).isEqualTo(before);
      for (int i = 0; i < 20; i++) {
        message.forEach(copy::advance);
      }
      copy.advance(ControlTokens.OWN);
      assertThat(probabilities(model, state)).isEqualTo(before);
      State second = copy.copy();
      float[] there = probabilities(model, copy);
      message.forEach(second::advance);
      message.forEach(second::advance);
      assertThat(probabilities(model, copy)).isEqualTo(there);
      assertThat(there).isNotEqualTo(before);
    }
  }

  @Test
  void movesManyStatesAtOnceToWhereEachWouldGetAlone() {
    for (LanguageModel model : List.of(ngrams, mixed)) {
      List<List<Integer>> contexts = contexts(model).subList(0, 20);
      List<State> together = contexts.stream().map(each -> after(model, each)).toList();
      int[] tokens = new SplittableRandom(8).ints(20, 0, model.vocabulary()).toArray();
      model.advance(together, tokens);
      float[][] found = new float[20][model.vocabulary()];
      model.logProbabilities(together, found);
      float[] alone = new float[model.vocabulary()];
      for (int i = 0; i < 20; i++) {
        State state = after(model, contexts.get(i));
        state.advance(tokens[i]);
        state.logProbabilities(alone);
        assertThat(found[i]).isEqualTo(alone);
      }
    }
  }

  @Test
  void doesNotSayLongMessagesOfItsChatAgain() {
    GenerationOptions options = new GenerationOptions(1, new SamplingRule(1, 1), Length.NATURAL);
    List<String> learned = CHAT.stream().map(Turn::text).toList();
    List<String> said = new ArrayList<>();
    for (int seed = 0; seed < 60; seed++) {
      said.addAll(
          new MessageGenerator()
              .speak(ngrams, BELLA, List.of(), options, new SplittableRandom(seed)));
    }
    // The chat is small, so now and then nothing else comes however often it is asked.
    assertThat(TextStatistics.copied(said, learned)).isLessThan(0.15);
    assertThat(learned.stream().filter(text -> text.split(" ").length > 3))
        .filteredOn(text -> Collections.frequency(learned, text) < 5)
        .hasSizeGreaterThan(20)
        .allMatch(ngrams::repeats);
  }

  @Test
  void copiesAStateInTheMiddleOfAMessage() {
    for (LanguageModel model : List.of(ngrams, mixed)) {
      int[] one = model.tokenizer().encode("the cat eats it");
      int[] other = model.tokenizer().encode("my sister wants a boat");
      State state = after(model, List.of(ControlTokens.GAP, ControlTokens.OWN));
      State copy = state.copy();
      List<Integer> heard = new ArrayList<>(List.of(ControlTokens.GAP, ControlTokens.OWN));
      for (int i = 0; i < Math.min(one.length, other.length); i++) {
        copy.advance(one[i]);
        state.advance(other[i]);
        heard.add(one[i]);
        assertThat(probabilities(model, copy)).isEqualTo(probabilities(model, after(model, heard)));
      }
    }
  }

  @Test
  void foretellsThePersonsOwnMessagesBetterThanAnyoneElses() {
    double own = bits(ngrams, Chats.sentence(new SplittableRandom(99)) + " ");
    assertThat(own).isLessThan(bits(ngrams, "DID YOU SEE 57 OF THEM?") / 2);
    assertThat(own).isLessThan(bits(ngrams, "quite another sentence, written by nobody") / 5);
  }

  private static double bits(LanguageModel model, String text) {
    return Scorer.afresh(model, BELLA, List.of(), text).bits();
  }

  @Test
  void learnsWhatIsSaidInTheConversationAndForgetsItAfresh() {
    String news = "zebras, quagga, xylophones";
    Scorer scorer = new Scorer(ngrams, BELLA);
    double first = scorer.score(news).bits();
    double second = scorer.score(news).bits();
    assertThat(second).isLessThan(0.7 * first);
    assertThat(bits(ngrams, news)).isEqualTo(bits(ngrams, news)).isCloseTo(first, within(1e-6));
  }

  @Test
  void scoresAnyTextWhatever() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 100; i++) {
      String text = RandomText.of(random, 30);
      Scorer.Score score = Scorer.afresh(mixed, BELLA, List.of(), text);
      assertThat(score.bits()).isFinite().isPositive();
      assertThat(score.characters()).isEqualTo(text.codePointCount(0, text.length()));
    }
    assertThat(bits(mixed, "\uD83D lone \uDE00")).isFinite();
  }

  @Test
  void speaksLikeThePersonAndNotLikeTheOther() {
    GenerationOptions options =
        new GenerationOptions(20, new SamplingRule(0.7, 0.95), Length.NATURAL);
    List<String> said =
        new MessageGenerator().speak(ngrams, BELLA, List.of(), options, new SplittableRandom(1));
    assertThat(said).hasSize(20).allMatch(text -> text.matches("[a-z ]+[a-z!.? ]*"));
    assertThat(said).anyMatch(text -> text.contains(" eats ") || text.contains(" wants "));
  }

  /** Answers to the same question, with the rule that Mynah is run with. */
  private List<String> answers(List<String> disliked) {
    VoiceParameters.Sampling sampling = VoiceParameters.defaults().sampling();
    GenerationOptions options =
        new GenerationOptions(
            1,
            new SamplingRule(
                0.8, 0.95, new CandidateRule(6, sampling.message(), sampling.answer())),
            Length.NATURAL,
            "",
            List.of(),
            disliked,
            List.of());
    List<String> said = new ArrayList<>();
    for (int seed = 0; seed < 400; seed++) {
      List<Turn> question = List.of(Chats.ada("DID YOU SEE 7 OF THEM?"));
      said.addAll(
          new MessageGenerator()
              .speak(ngrams, BELLA, question, options, new SplittableRandom(seed)));
    }
    return said;
  }

  @Test
  void saysLessOftenWhatWasDisliked() {
    List<String> before = answers(List.of());
    String often =
        before.stream()
            .max(Comparator.comparingInt(text -> Collections.frequency(before, text)))
            .orElseThrow();
    List<String> after = answers(List.of(often, "something that nobody says"));
    int mostOften = Collections.frequency(before, often);
    assertThat(mostOften).isGreaterThan(20);
    // Of 400 answers, 16 in place of 37 when this was written.
    assertThat(Collections.frequency(after, often)).isBetween(1, mostOften * 2 / 3);
  }

  @Test
  void servesManyThreadsEachWithItsOwnState() {
    List<List<Integer>> contexts = contexts(mixed).subList(0, 40);
    List<float[]> alone =
        contexts.stream().map(each -> probabilities(mixed, after(mixed, each))).toList();
    List<float[]> together =
        contexts.parallelStream().map(each -> probabilities(mixed, after(mixed, each))).toList();
    for (int i = 0; i < alone.size(); i++) {
      assertThat(together.get(i)).isEqualTo(alone.get(i));
    }
  }

  @Test
  void learnsScoresAndSpeaksAnyScriptWithoutLoss() throws Exception {
    List<String> texts =
        List.of(
            "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66 \uD83D\uDC4D\uD83C\uDFFD \u2764\uFE0F",
            "你好，世界。今天吃什么？",
            "مرحبا، كيف حالك؟",
            "two lines\nand\n\na third",
            "e\u0301 is not é, नमस्ते, שלום, 안녕");
    for (String text : texts) {
      List<Turn> turns = Collections.nCopies(Training.NEEDED, Chats.bella(text));
      Path own = folder.resolve("script" + texts.indexOf(text));
      LanguageModel voice = new Training(null).run(turns, own).voice();
      assertThat(Scorer.afresh(voice, BELLA, List.of(), text).characters())
          .isEqualTo(text.codePointCount(0, text.length()));
      assertThat(bits(voice, text)).isLessThan(bits(voice, text + "x") - 1);
      GenerationOptions cold = new GenerationOptions(1, new SamplingRule(0, 0.9), Length.NATURAL);
      assertThat(
              new MessageGenerator().speak(voice, BELLA, List.of(), cold, new SplittableRandom(1)))
          .containsExactly(text);
    }
  }
}
