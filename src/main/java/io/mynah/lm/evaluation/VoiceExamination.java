package io.mynah.lm.evaluation;

import io.mynah.domain.MessageTally;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Recognition;
import io.mynah.domain.VoiceFigures;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.training.DataSplit;
import io.mynah.lm.training.TrainingData;
import io.mynah.text.WordsAndEmoji;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measures a model by about two hundred messages that it generates without context: how often they
 * read like the person's, how many are copies, and which habits they show. The classifier of
 * authors learns from nothing after the first held-out message; the person's messages from there on
 * are judged for comparison. Thread-safe.
 */
public final class VoiceExamination implements VoiceExaminer {
  /** How many messages are generated, if there is time. */
  private static final int GENERATED = 200;

  private static final int BATCH = 4;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(12);

  /** How many real messages are judged, the last ones. */
  private static final int JUDGED = 500;

  /** Fewest messages of a person who can be told from others. */
  private static final int FEWEST_MESSAGES = 30;

  private static final int MOST_OTHERS = 9;

  /**
   * Characters that are enough to tell anyone from others; a third of the person's is enough, too.
   */
  private static final int ENOUGH_CHARACTERS = 30_000;

  /** How many of the others' messages habits are compared with, the last ones. */
  private static final int COMPARED = 50_000;

  private static final int WORDS = 6;
  private static final int EMOJI = 3;

  /** Fewest letters of a word that is meaningful by itself. */
  private static final int SHORTEST_WORD = 4;

  private static final Pattern ADDRESS = Pattern.compile("(?i)\\b(?:https?://|www\\.)\\S+");

  /**
   * Words left over when an address is split. {@code com} is not among them: it is a Portuguese
   * word, and {@code example.com} does not split into it.
   */
  private static final Set<String> ADDRESS_PARTS = Set.of("https", "http", "www");

  private final MessageGenerator generator;
  private final GenerationOptions options;
  private final ZoneId zone;

  /**
   * @param options how messages are generated; the count is ignored
   * @param zone for the hours of the day
   */
  public VoiceExamination(MessageGenerator generator, GenerationOptions options, ZoneId zone) {
    this.generator = generator;
    this.options = options;
    this.zone = zone;
  }

  @Override
  public VoiceFigures examine(
      TrainingData data, LanguageModel model, long seed, BooleanSupplier cancelled)
      throws TrainingCancelled {
    List<Turn> turns = data.trimmed().turns();
    PersonKey person = data.person();
    List<String> generated = generate(model, person, seed, cancelled);
    Recognition recognition = recognition(DataSplit.of(turns, person), person, generated);
    stopIf(cancelled);
    List<Turn> own = turns.stream().filter(turn -> turn.speaker().equals(person)).toList();
    List<String> real = own.stream().map(Turn::text).toList();
    List<String> others =
        last(turns.stream().filter(t -> !t.speaker().equals(person)).toList(), COMPARED).stream()
            .map(Turn::text)
            .toList();
    stopIf(cancelled);
    return new VoiceFigures(
        recognition,
        TextStatistics.longer(generated).size(),
        TextStatistics.copies(generated, turns.stream().map(Turn::text).toList()),
        tally(real, hours(own)),
        tally(generated, List.of()),
        zone.getId(),
        FavouriteFinder.find(words(real), words(others), words(generated), SHORTEST_WORD, WORDS),
        FavouriteFinder.find(emoji(real), List.of(), emoji(generated), 1, EMOJI));
  }

  private List<String> generate(
      LanguageModel model, PersonKey person, long seed, BooleanSupplier cancelled)
      throws TrainingCancelled {
    SplittableRandom random = new SplittableRandom(seed);
    long end = System.nanoTime() + TIME_LIMIT.toNanos();
    GenerationOptions batch = options.withCount(BATCH);
    List<String> generated = new ArrayList<>();
    do {
      stopIf(cancelled);
      generated.addAll(generator.speakAlone(model, person, batch, random));
    } while (generated.size() < GENERATED && System.nanoTime() < end);
    return generated;
  }

  private static @Nullable Recognition recognition(
      DataSplit split, PersonKey person, List<String> generated) {
    Map<PersonKey, List<String>> messages = new HashMap<>();
    for (Turn turn : split.before()) {
      messages.computeIfAbsent(turn.speaker(), key -> new ArrayList<>()).add(turn.text());
    }
    Map<PersonKey, List<String>> candidates = candidates(messages, person);
    if (candidates.size() < 2) {
      return null;
    }
    List<String> real =
        last(
            split.after().stream()
                .filter(turn -> turn.speaker().equals(person))
                .map(Turn::text)
                .toList(),
            JUDGED);
    AuthorClassifier attribution = AuthorClassifier.learn(candidates);
    return new Recognition(
        candidates.size(),
        generated.size(),
        recognised(attribution, person, generated),
        real.size(),
        recognised(attribution, person, real));
  }

  /**
   * The person, and the others to tell them from: those who wrote enough, and of these those who
   * wrote most.
   */
  private static Map<PersonKey, List<String>> candidates(
      Map<PersonKey, List<String>> messages, PersonKey person) {
    Map<PersonKey, List<String>> candidates = new LinkedHashMap<>();
    List<String> own = messages.getOrDefault(person, List.of());
    candidates.put(person, own);
    List<Map.Entry<PersonKey, List<String>>> others =
        messages.entrySet().stream()
            .filter(
                each -> !each.getKey().equals(person) && !each.getKey().equals(PersonKey.NOBODY))
            .filter(each -> each.getValue().size() >= FEWEST_MESSAGES)
            .sorted(
                Comparator.comparingInt(
                        (Map.Entry<PersonKey, List<String>> each) ->
                            -AuthorClassifier.characters(each.getValue()))
                    .thenComparing(each -> each.getKey().value()))
            .limit(MOST_OTHERS)
            .toList();
    int enough = Math.min(AuthorClassifier.characters(own) / 3, ENOUGH_CHARACTERS);
    for (Map.Entry<PersonKey, List<String>> each : others) {
      if (candidates.size() == 1 || AuthorClassifier.characters(each.getValue()) >= enough) {
        candidates.put(each.getKey(), each.getValue());
      }
    }
    return candidates;
  }

  private static int recognised(
      AuthorClassifier attribution, PersonKey person, List<String> messages) {
    return (int) messages.stream().filter(text -> attribution.of(text).equals(person)).count();
  }

  private static MessageTally tally(List<String> messages, List<Integer> hours) {
    int[] lengths = new int[MessageTally.CLASSES.size() + 1];
    int words = 0;
    for (String message : messages) {
      int count = WordsAndEmoji.of(message).size();
      int at = 0;
      while (at < MessageTally.CLASSES.size() && count > MessageTally.CLASSES.get(at)) {
        at++;
      }
      lengths[at]++;
      words += count;
    }
    return new MessageTally(messages.size(), words, Arrays.stream(lengths).boxed().toList(), hours);
  }

  private List<Integer> hours(List<Turn> turns) {
    int[] hours = new int[24];
    for (Turn turn : turns) {
      hours[turn.at().atZone(zone).getHour()]++;
    }
    return Arrays.stream(hours).boxed().toList();
  }

  /** Words that can be favourites; an address and its parts are left out. */
  private static List<String> words(List<String> messages) {
    return messages.stream()
        .flatMap(text -> WordsAndEmoji.of(ADDRESS.matcher(text).replaceAll(" ")).stream())
        .filter(word -> !ADDRESS_PARTS.contains(word))
        .toList();
  }

  private static List<String> emoji(List<String> messages) {
    return messages.stream().flatMap(text -> WordsAndEmoji.emoji(text).stream()).toList();
  }

  private static <T> List<T> last(List<T> all, int most) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  private static void stopIf(BooleanSupplier cancelled) throws TrainingCancelled {
    if (cancelled.getAsBoolean()) {
      throw new TrainingCancelled();
    }
  }
}
