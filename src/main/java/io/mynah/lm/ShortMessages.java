package io.mynah.lm;

import io.mynah.domain.PersonKey;
import io.mynah.text.BlankText;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import io.mynah.text.WordsAndEmoji;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The short messages of a person, as tokens: of fewer words than what counts as a copy. Each word
 * of them is in other messages of the chat, too, so that a name or a password that was written once
 * is not among them, and no secret is. Immutable and thread-safe.
 */
public final class ShortMessages {
  /** What a message is in a conversation. */
  public enum Role {
    /** It came soon after somebody else's. */
    ANSWER,
    /**
     * It came otherwise: mostly after one of the person's own, else as the first or after a pause.
     */
    CONTINUATION
  }

  /** Of a person without any. */
  public static final ShortMessages NONE =
      new ShortMessages(List.of(), new int[0], new int[0], new int[0]);

  /** How many there are for each that is drawn, at least. */
  private static final int EACH_DRAWN = 10;

  /** Most different ones. */
  private static final int MOST = 20_000;

  /** Tokens of the longest one. */
  private static final int LONGEST = 16;

  /** UTF-16 units of the longest text that may have so few tokens; few have more than 32. */
  private static final int LONGEST_TEXT = 32 * LONGEST;

  /** A word is in so many messages of the chat, at least. */
  private static final int MESSAGES_OF_WORD = 2;

  /** A word with a digit, which may be a code, is in so many. */
  private static final int MESSAGES_OF_NUMBER = 5;

  /** A message with a digit, or of signs alone, came so often. */
  private static final int TIMES_OF_CODE = 2;

  /** For how many a message counts that the owner taught. */
  private static final int TAUGHT = 3;

  /**
   * Characters that no message contains: control characters, private-use characters such as the
   * placeholder of secrets, and those that Unicode reserves for a program's own use.
   */
  private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Co}\\x{FDD0}-\\x{FDEF}]");

  /** In lexical order, so that those that begin alike are adjacent. */
  private final List<int[]> messages;

  /** How often each came. */
  private final int[] counts;

  /** How often each came as an answer. */
  private final int[] answers;

  /** How many of all messages of the person, long ones too, have 0, 1, 2, … tokens. */
  private final int[] lengths;

  private ShortMessages(List<int[]> messages, int[] counts, int[] answers, int[] lengths) {
    this.messages = messages;
    this.counts = counts;
    this.answers = answers;
    this.lengths = lengths;
  }

  /**
   * Collects those of a person.
   *
   * @param turns everyone's, in order of time, with secrets masked
   * @param longestDelay what comes later than this is no answer
   */
  public static ShortMessages of(
      List<Turn> turns, PersonKey person, Tokenizer tokenizer, Duration longestDelay) {
    Map<String, Integer> words = messagesOfWords(turns);
    SortedMap<int[], int[]> found = new TreeMap<>(Arrays::compare);
    int[] lengths = new int[LONGEST + 1];
    Turn before = null;
    for (Turn turn : turns) {
      if (turn.speaker().equals(person) && turn.text().length() <= LONGEST_TEXT) {
        int[] tokens = tokenizer.encode(turn.text().strip());
        if (tokens.length <= LONGEST) {
          lengths[tokens.length]++;
          if (isShort(turn.text())
              && words(turn.text()).allMatch(word -> isKnown(word, words))
              && (found.size() < MOST || found.containsKey(tokens))) {
            int[] times = found.computeIfAbsent(tokens, each -> new int[2]);
            times[0]++;
            times[1] += isAnswer(before, turn, longestDelay) ? 1 : 0;
          }
        }
      }
      before = turn;
    }
    found
        .entrySet()
        .removeIf(
            each ->
                each.getValue()[0] < TIMES_OF_CODE
                    && mayBeCode(tokenizer.decode(each.getKey(), 0, each.getKey().length)));
    return of(found, lengths);
  }

  private static ShortMessages of(SortedMap<int[], int[]> found, int[] lengths) {
    return new ShortMessages(
        List.copyOf(found.keySet()),
        found.values().stream().mapToInt(times -> times[0]).toArray(),
        found.values().stream().mapToInt(times -> times[1]).toArray(),
        lengths);
  }

  private static boolean isKnown(String word, Map<String, Integer> messages) {
    return messages.getOrDefault(word, 0)
        >= (hasDigit(word) ? MESSAGES_OF_NUMBER : MESSAGES_OF_WORD);
  }

  /** Whether a text has a digit, or is of signs alone, emoji not counted as such. */
  private static boolean mayBeCode(String text) {
    return hasDigit(text)
        || (text.codePoints().noneMatch(Character::isLetter) && !WordsAndEmoji.hasPictograph(text));
  }

  private static boolean hasDigit(String text) {
    return text.codePoints().anyMatch(Character::isDigit);
  }

  /** In how many messages each word is. */
  private static Map<String, Integer> messagesOfWords(List<Turn> turns) {
    Map<String, Integer> counts = new HashMap<>();
    for (Turn turn : turns) {
      words(turn.text()).distinct().forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    return counts;
  }

  /** What stands between blanks, in lower case and without signs around it. */
  private static Stream<String> words(String text) {
    List<String> words = new ArrayList<>();
    int first = -1;
    int last = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      if (Character.isLetterOrDigit(point)) {
        first = first < 0 ? at : first;
        last = next;
      } else if (Character.isWhitespace(point) && first >= 0) {
        words.add(text.substring(first, last));
        first = -1;
      }
      at = next;
    }
    if (first >= 0) {
      words.add(text.substring(first, last));
    }
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT));
  }

  private static boolean isAnswer(@Nullable Turn before, Turn turn, Duration longestDelay) {
    return before != null
        && before.chat() == turn.chat()
        && !before.speaker().equals(turn.speaker())
        && Duration.between(before.at(), turn.at()).compareTo(longestDelay) <= 0;
  }

  private static boolean isShort(String text) {
    return !BlankText.is(text) && !WordBoundaries.hasMany(text) && !REFUSED.matcher(text).find();
  }

  /**
   * These and what the owner taught since, as often as something that came a few times as an
   * answer.
   *
   * @param taught texts with secrets masked; those that are too long are left out
   */
  public ShortMessages with(List<String> taught, Tokenizer tokenizer) {
    SortedMap<int[], int[]> more = new TreeMap<>(Arrays::compare);
    for (String text : taught) {
      int[] tokens = tokenizer.encode(text.strip());
      if (isShort(text) && tokens.length <= LONGEST) {
        more.computeIfAbsent(tokens, each -> new int[2]);
      }
    }
    if (more.isEmpty()) {
      return this;
    }
    for (int i = 0; i < messages.size(); i++) {
      more.merge(messages.get(i), new int[] {counts[i], answers[i]}, (zero, times) -> times);
    }
    for (String text : taught) {
      int[] times = more.get(tokenizer.encode(text.strip()));
      if (times != null) {
        times[0] += TAUGHT;
        times[1] += TAUGHT;
      }
    }
    return of(more, lengths);
  }

  /** How many different ones there are. */
  public int size() {
    return messages.size();
  }

  /** The tokens of a message; not to be changed. */
  public int[] tokens(int index) {
    return messages.get(index);
  }

  /** Whether a sequence of tokens is one of them. */
  public boolean contains(int[] tokens) {
    return Collections.binarySearch(messages, tokens, Arrays::compare) >= 0;
  }

  /** How many different ones came in a role. */
  public int different(Role role) {
    return (int) IntStream.range(0, counts.length).filter(i -> times(i, role) > 0).count();
  }

  /** How often a message came. */
  public int times(int index) {
    return counts[index];
  }

  /** How often a message came in a role. */
  public int times(int index, Role role) {
    return role == Role.ANSWER ? answers[index] : counts[index] - answers[index];
  }

  /**
   * Draws the tokens of a message. That it is one of these is as likely as one of the person's
   * messages of this length is; each of these is as likely as another, and of several that are
   * drawn so, the one that tells most is taken.
   *
   * @param length how many tokens
   * @param drawn how many are drawn, at least 1; fewer if there are not ten times as many, so that
   *     not the same few come again and again
   * @param content how much a message tells
   * @return empty if it is to be a message that is not among these
   */
  public Optional<int[]> draw(
      int length, int drawn, ToDoubleFunction<int[]> content, RandomGenerator random) {
    if (length >= lengths.length || lengths[length] == 0) {
      return Optional.empty();
    }
    int[] same =
        IntStream.range(0, counts.length).filter(i -> tokens(i).length == length).toArray();
    if (random.nextInt(lengths[length]) >= IntStream.of(same).map(i -> counts[i]).sum()) {
      return Optional.empty();
    }
    int most = Math.max(1, Math.min(drawn, same.length / EACH_DRAWN));
    return Stream.generate(() -> tokens(same[random.nextInt(same.length)]))
        .limit(most)
        .max(Comparator.comparingDouble(content));
  }

  public long sizeInBytes() {
    return messages.stream().mapToLong(each -> 16 + 4L * each.length).sum() + 8L * counts.length;
  }

  public void write(DataOutputStream out) throws IOException {
    Varints.write(out, lengths.length);
    for (int count : lengths) {
      Varints.write(out, count);
    }
    Varints.write(out, messages.size());
    for (int i = 0; i < messages.size(); i++) {
      Varints.write(out, messages.get(i).length);
      for (int token : messages.get(i)) {
        Varints.write(out, token);
      }
      Varints.write(out, counts[i]);
      Varints.write(out, answers[i]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param vocabulary how many tokens there are
   * @throws IOException when the bytes are no short messages
   */
  public static ShortMessages read(DataInputStream in, int vocabulary) throws IOException {
    int[] lengths = new int[bounded(in, LONGEST + 1)];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Varints.read(in);
    }
    int size = bounded(in, MOST);
    List<int[]> messages = new ArrayList<>();
    int[] counts = new int[size];
    int[] answers = new int[size];
    for (int i = 0; i < size; i++) {
      int[] tokens = readTokens(in, vocabulary);
      if (i > 0 && Arrays.compare(messages.get(i - 1), tokens) >= 0) {
        throw new IOException("short messages out of order");
      }
      messages.add(tokens);
      counts[i] = Varints.read(in);
      answers[i] = bounded(in, counts[i]);
    }
    return new ShortMessages(List.copyOf(messages), counts, answers, lengths);
  }

  private static int[] readTokens(DataInputStream in, int vocabulary) throws IOException {
    int[] tokens = new int[bounded(in, LONGEST)];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Varints.read(in);
      if (ControlTokens.is(tokens[i]) || tokens[i] >= vocabulary) {
        throw new IOException("a token " + tokens[i]);
      }
    }
    return tokens;
  }

  private static int bounded(DataInputStream in, int most) throws IOException {
    int count = Varints.read(in);
    if (count > most) {
      throw new IOException(count + " instead of " + most + " at most");
    }
    return count;
  }
}
