package io.mynah.lm;

import io.mynah.text.Control;
import io.mynah.text.Tokenizer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws one message, token by token, so that it is valid UTF-8, not empty, not endless and not
 * caught in a loop. For one thread.
 */
final class MessageSampler {
  /** Tokens of the longest message. */
  private static final int LONGEST = 300;

  /** From here on the end grows more likely, so that few messages meet the cap. */
  private static final int LONG = 200;

  private static final double END_WHEN_LONG = 4;
  private static final double END_FOR_SHORT = 2.5;
  private static final double END_FOR_LONG = 0.4;

  /** The longest stretch of tokens that counts as a loop when it repeats. */
  private static final int LONGEST_PERIOD = 16;

  /** A stretch may follow itself this often, and a short one until it is this many tokens. */
  private static final int REPEATS = 3;

  private static final int REPEATED_TOKENS = 12;

  /** How often a word that nobody ever wrote is drawn anew. */
  private static final int REDRAWN = 3;

  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final RandomGenerator random;
  private final TokenMask mask;
  private final Nucleus nucleus;
  private final double endFactor;
  private final float[] distribution;
  private final int[] message = new int[LONGEST];
  private int length;
  private int utf8;
  private State here;

  /** Where the last word began, and the state before it. */
  private int wordStart;

  private State wordState;

  MessageSampler(LanguageModel model, SpeakOptions options, RandomGenerator random) {
    this.model = model;
    this.random = random;
    tokenizer = model.tokenizer();
    here = model.start();
    wordState = here;
    mask = new TokenMask(tokenizer);
    nucleus = new Nucleus(options.temperature(), options.topP());
    distribution = new float[tokenizer.size()];
    endFactor =
        switch (options.length()) {
          case SHORT -> END_FOR_SHORT;
          case NATURAL -> 1;
          case LONG -> END_FOR_LONG;
        };
  }

  /**
   * Draws a message.
   *
   * @param state after the token that opens the message; moved on
   * @return trimmed; empty when there was nothing but blanks
   */
  String sample(State state) {
    begin(state);
    int whole = 0;
    boolean empty = true;
    int redrawn = 0;
    while (length < LONGEST) {
      int token = draw(empty);
      boolean ends = token == Control.END || token < 0;
      if (ends || beginsAWord(token)) {
        if (redrawn < REDRAWN && !model.knows(word())) {
          redrawn++;
          goBack();
          whole = Math.min(whole, length);
          empty = tokenizer.decode(message, 0, length).isBlank();
          continue;
        }
        redrawn = 0;
        wordBegins();
      }
      if (ends) {
        break;
      }
      message[length++] = token;
      utf8 = mask.after(utf8, token);
      if (utf8 == TokenMask.WHOLE) {
        whole = length;
        empty = empty && tokenizer.decode(message, 0, length).isBlank();
      }
      here.advance(token);
    }
    return tokenizer.decode(message, 0, whole).strip();
  }

  private void begin(State state) {
    here = state;
    length = 0;
    utf8 = TokenMask.WHOLE;
    wordBegins();
  }

  private void wordBegins() {
    wordState = here.copy();
    wordStart = length;
  }

  /** Takes the last word back. */
  private void goBack() {
    here = wordState.copy();
    length = wordStart;
    utf8 = TokenMask.WHOLE;
  }

  private String word() {
    return tokenizer.decode(message, wordStart, length).strip();
  }

  /** Whether a token is not the continuation of the word before it. */
  private boolean beginsAWord(int token) {
    byte first = tokenizer.bytes(token)[0];
    return first >= 0 && !Character.isLetterOrDigit(first);
  }

  private int draw(boolean empty) {
    here.probabilities(distribution);
    float end = distribution[Control.END];
    for (int token = 0; token < distribution.length; token++) {
      if (!mask.allows(utf8, token)) {
        distribution[token] = 0;
      }
    }
    if (utf8 == TokenMask.WHOLE && !empty) {
      distribution[Control.END] = (float) (end * endFactor * (length >= LONG ? END_WHEN_LONG : 1));
    }
    if (!nucleus.set(distribution)) {
      return -1;
    }
    int token = nucleus.draw(random);
    while (token >= 0 && token != Control.END && loops(message, length, token)) {
      nucleus.remove(token);
      token = nucleus.draw(random);
    }
    return token;
  }

  /** Whether a token more would repeat what stands at the end once too often. */
  static boolean loops(int[] message, int length, int token) {
    int[] tail = Arrays.copyOfRange(message, Math.max(0, length - 128), length + 1);
    int last = tail.length - 1;
    tail[last] = token;
    for (int period = 1; period <= LONGEST_PERIOD; period++) {
      int same = 0;
      while (last - same - period >= 0 && tail[last - same] == tail[last - same - period]) {
        same++;
      }
      if (same >= Math.max(REPEATS * period, REPEATED_TOKENS)) {
        return true;
      }
    }
    return false;
  }
}
