package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Draws the first tokens of a message that has to begin with a given text. The text may end within
 * a token ({@code wait} of {@code waiting}), and its own tokens would then lead to messages that
 * nobody writes. So the text without its last word is tokenized as it is. After that, every token
 * counts that reaches the end of the text or goes beyond it, from any place within the last word
 * where a token may end. Drawing among these tokens with the model's probability is drawing from
 * P(message | it begins with the text), because each text has one tokenization (Phan et al.,
 * Understanding and Mitigating Tokenization Bias in Language Models, 2024). For one thread.
 */
final class PrefixConstraint {
  /** Most characters of the last word that are tokenized again; of a longer word, its last ones. */
  private static final int LONGEST_WORD = 32;

  private final Tokenizer tokenizer;
  private final TokenMask mask;
  private final CharacterConstraint characters;
  private final byte[][] pieces;
  private final int[] head;
  private final String lastWord;
  private final byte[] lastWordBytes;

  /** Places within the last word, by how many bytes of it come before them. */
  private final TreeMap<Integer, Place> places = new TreeMap<>();

  private final List<Crossing> crossings = new ArrayList<>();

  /** Tokens that end within the last word, and the model's state after them. */
  private static final class Place {
    final int[] tokens;
    final State state;
    final double log;
    final float[] next;

    Place(int[] tokens, State state, double log, float[] next) {
      this.tokens = tokens;
      this.state = state;
      this.log = log;
      this.next = next;
    }
  }

  /** A token that reaches the end of the text. */
  private record Crossing(Place from, int token, boolean goesBeyond, float log) {}

  /**
   * Finds the tokens that can begin the message.
   *
   * @param opening the state after the token that opens the message; not changed
   * @param text the beginning of the message; stripped, not empty, without control characters
   *     except line feeds and tabs
   */
  PrefixConstraint(LanguageModel model, State opening, String text) {
    tokenizer = model.tokenizer();
    mask = new TokenMask(tokenizer);
    characters = new CharacterConstraint(model, mask);
    pieces = new byte[tokenizer.size()][];
    Arrays.setAll(pieces, tokenizer::bytes);
    int cut = lastWord(text);
    head = tokenizer.encode(text.substring(0, cut));
    lastWord = text.substring(cut);
    lastWordBytes = lastWord.getBytes(StandardCharsets.UTF_8);
    State start = opening.copy();
    start.advance(head);
    findPlaces(start);
    places.forEach(this::addCrossings);
    if (crossings.isEmpty()) {
      useOwnTokens(start);
    }
  }

  /** Where the last word begins, with the blanks before it; no token crosses this position. */
  private static int lastWord(String text) {
    int start = text.length();
    while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    int longest = text.length() - LONGEST_WORD;
    if (longest <= start) {
      return start;
    }
    return Character.isLowSurrogate(text.charAt(longest)) ? longest + 1 : longest;
  }

  /** Finds the places within the last word where a token may end. */
  private void findPlaces(State start) {
    Map<Integer, int[]> paths = new TreeMap<>();
    paths.put(0, new int[0]);
    for (int end = 1; end < lastWord.length(); end++) {
      if (!Character.isLowSurrogate(lastWord.charAt(end))) {
        int[] tokens = tokenizer.encode(lastWord.substring(0, end));
        int past = 0;
        for (int i = 0; i < tokens.length; i++) {
          past += pieces[tokens[i]].length;
          paths.putIfAbsent(past, Arrays.copyOf(tokens, i + 1));
        }
      }
    }
    paths.forEach((past, tokens) -> addPlace(start, past, tokens));
  }

  /**
   * Adds a place after those before it. The first tokens of a text are also the tokens of the text
   * they cover.
   */
  private void addPlace(State start, int past, int[] tokens) {
    int token = tokens.length == 0 ? -1 : tokens[tokens.length - 1];
    Place parent = token < 0 ? null : places.get(past - pieces[token].length);
    if (token < 0) {
      add(past, tokens, start, 0);
    } else if (parent != null && parent.log + parent.next[token] > Float.NEGATIVE_INFINITY) {
      State state = parent.state.copy();
      state.advance(token);
      add(past, tokens, state, parent.log + parent.next[token]);
    }
  }

  private void add(int past, int[] tokens, State state, double log) {
    float[] next = new float[pieces.length];
    state.logProbabilities(next);
    places.put(past, new Place(tokens, state, log, next));
  }

  /** Adds the tokens that reach the end of the text from a place. */
  private void addCrossings(int past, Place place) {
    int utf8 = TokenMask.WHOLE;
    for (int token : place.tokens) {
      utf8 = mask.after(utf8, token);
    }
    int left = lastWordBytes.length - past;
    for (int token = 0; token < pieces.length; token++) {
      byte[] piece = pieces[token];
      float log = (float) (place.log + place.next[token]);
      if (log > Float.NEGATIVE_INFINITY
          && piece.length >= left
          && Arrays.equals(piece, 0, left, lastWordBytes, past, lastWordBytes.length)
          && mask.allows(utf8, token)) {
        crossings.add(new Crossing(place, token, piece.length > left, log));
      }
    }
  }

  /** Uses the text's own tokens, for a model that gives the text probability 0. */
  private void useOwnTokens(State start) {
    int[] tokens = tokenizer.encode(lastWord);
    int[] inner = Arrays.copyOf(tokens, tokens.length - 1);
    State state = start.copy();
    state.advance(inner);
    Place place = new Place(inner, state, 0, new float[0]);
    crossings.add(new Crossing(place, tokens[tokens.length - 1], false, 0));
  }

  /**
   * Draws the first tokens of a message.
   *
   * @param most how many tokens the message may have after its beginning
   */
  PartialMessage draw(TokenSampler nucleus, RandomGenerator random, int most) {
    float[] logs = new float[crossings.size()];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = crossings.get(i).log;
    }
    boolean any = nucleus.set(logs);
    Crossing drawn = crossings.get(any ? nucleus.draw(random) : 0);
    int inner = drawn.from.tokens.length;
    int[] given = Arrays.copyOf(head, head.length + inner + 1);
    System.arraycopy(drawn.from.tokens, 0, given, head.length, inner);
    given[given.length - 1] = drawn.token;
    State state = drawn.from.state.copy();
    state.advance(drawn.token);
    PartialMessage partial =
        new PartialMessage(tokenizer, mask, characters, state, given.length + most);
    partial.begin(given, head.length, drawn.goesBeyond);
    return partial;
  }
}
