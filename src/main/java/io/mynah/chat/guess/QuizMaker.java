package io.mynah.chat.guess;

import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.privacy.Secrets;
import io.mynah.store.corpora.Corpora;
import io.mynah.text.WordsAndEmoji;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes the questions of a quiz: a message that a person wrote beside one from the person's model,
 * of about the same length. Neither contains anything that gives it away as real or made up: an
 * address, a number, a secret, a word that occurs only once. Thread-safe.
 */
public final class QuizMaker {
  static final int QUESTIONS = 5;

  /** How many messages are considered, the latest ones. */
  private static final int MOST_TEXTS = 20_000;

  /** The network learns from the first nine tenths of the messages, not from the last tenth. */
  private static final int LEARNED_TENTHS = 9;

  private static final int SHORTEST = 8;
  private static final int LONGEST = 160;
  private static final int FEWEST_WORDS = 2;
  private static final int DRAWN_PER_ROUND = 20;
  private static final int ROUNDS = 6;

  /**
   * The longer of a question's two messages has at most this many times the letters of the shorter.
   */
  private static final double MAX_LENGTH_RATIO = 1.6;

  private static final Pattern TELLTALE = Pattern.compile("\\d{2}|://|www\\.|@|#|/\\w|\\R");

  private final Corpora corpora;
  private final ModelLibrary models;
  private final MessageGenerator generator;
  private final SamplingRule rule;
  private final Supplier<RandomGenerator> random;

  /**
   * @param rule how messages are drawn where the temperature setting is 1
   * @param random gives the randomness of one quiz, on the thread that makes it
   */
  public QuizMaker(
      Corpora corpora,
      ModelLibrary models,
      MessageGenerator generator,
      SamplingRule rule,
      Supplier<RandomGenerator> random) {
    this.corpora = corpora;
    this.models = models;
    this.generator = generator;
    this.rule = rule;
    this.random = random;
  }

  /**
   * A question.
   *
   * @param realFirst whether the real message is the first of the two
   */
  record Question(String real, String made, boolean realFirst) {}

  /**
   * Makes the questions, fewer than {@link #QUESTIONS} if there are not enough messages.
   *
   * @param settings of the person's owner, which say how the model speaks
   * @throws MissingModel when there is no model
   * @throws DamagedModel when its file is damaged
   */
  List<Question> make(Person person, Settings settings) throws MissingModel, DamagedModel {
    GenerationOptions options =
        new GenerationOptions(
            DRAWN_PER_ROUND, rule.at(settings.temperature()), settings.length(), person.name());
    List<String> texts = corpora.lastTexts(person, MOST_TEXTS);
    try (ModelLibrary.Lease lease = models.borrow(person)) {
      return make(person, texts, lease.model(), options, random.get());
    }
  }

  private List<Question> make(
      Person person,
      List<String> texts,
      LanguageModel model,
      GenerationOptions options,
      RandomGenerator random) {
    Predicate<String> fits = fits(texts);
    List<String> made = made(person, texts, model, options, fits, random);
    List<Question> questions = new ArrayList<>();
    for (String real : candidates(texts, fits, random)) {
      Optional<String> similar = takeOfLength(made, real);
      if (similar.isPresent() && questions.size() < QUESTIONS) {
        questions.add(new Question(real, similar.get(), random.nextBoolean()));
      }
    }
    return questions;
  }

  /** Real messages, those that the network did not learn from first, no two alike. */
  private static List<String> candidates(
      List<String> texts, Predicate<String> fits, RandomGenerator random) {
    int cut = texts.size() * LEARNED_TENTHS / 10;
    Set<String> seen = new HashSet<>();
    List<String> candidates = new ArrayList<>();
    for (List<String> part : List.of(texts.subList(cut, texts.size()), texts.subList(0, cut))) {
      List<String> fitting = new ArrayList<>(part.stream().filter(fits).toList());
      shuffle(fitting, random);
      fitting.stream().filter(text -> seen.add(folded(text))).forEach(candidates::add);
    }
    return candidates;
  }

  private List<String> made(
      Person person,
      List<String> texts,
      LanguageModel model,
      GenerationOptions options,
      Predicate<String> fits,
      RandomGenerator random) {
    Set<String> seen = new HashSet<>(texts.stream().map(QuizMaker::folded).toList());
    List<String> made = new ArrayList<>();
    for (int round = 0; round < ROUNDS && made.size() < 4 * QUESTIONS; round++) {
      generator.speakAlone(model, person.key(), options, random).stream()
          .map(String::strip)
          .filter(fits)
          .filter(text -> seen.add(folded(text)))
          .forEach(made::add);
    }
    return made;
  }

  /** Removes and returns the message of the most similar length, if one is similar enough. */
  private static Optional<String> takeOfLength(List<String> messages, String like) {
    Optional<String> nearest =
        messages.stream()
            .filter(text -> ratio(text, like) <= MAX_LENGTH_RATIO)
            .min((a, b) -> Double.compare(ratio(a, like), ratio(b, like)));
    nearest.ifPresent(messages::remove);
    return nearest;
  }

  private static double ratio(String one, String other) {
    double ratio = (double) one.length() / other.length();
    return Math.max(ratio, 1 / ratio);
  }

  private static Predicate<String> fits(List<String> texts) {
    Map<String, Integer> counts = new HashMap<>();
    texts.forEach(
        text -> WordsAndEmoji.of(text).forEach(word -> counts.merge(word, 1, Integer::sum)));
    return text -> {
      List<String> words = WordsAndEmoji.of(text);
      return text.length() >= SHORTEST
          && text.length() <= LONGEST
          && words.size() >= FEWEST_WORDS
          && !TELLTALE.matcher(text).find()
          && !Secrets.anyIn(text)
          && words.stream().allMatch(word -> counts.getOrDefault(word, 0) > 1);
    };
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private static void shuffle(List<String> all, RandomGenerator random) {
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
  }
}
