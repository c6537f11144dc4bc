package io.mynah.lm;

import io.mynah.text.Control;
import io.mynah.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws messages side by side, token by token, so that each is valid UTF-8, not empty, not endless
 * and not caught in a loop. Temperature and nucleus choose among the tokens that go on; whether a
 * message ends is drawn as the model has it, so messages are as long as the person's whatever the
 * temperature. For one thread.
 */
final class MessageSampler {
  /** Tokens of the longest message. */
  private static final int LONGEST = 300;

  /** From here on the end grows more likely, so that few messages meet the cap. */
  private static final int LONG = 200;

  private static final double END_WHEN_LONG = 4;
  private static final double END_FOR_SHORT = 2.5;
  private static final double END_FOR_LONG = 0.4;

  /** How often a word that nobody ever wrote is drawn anew. */
  private static final int REDRAWN = 3;

  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final RandomGenerator random;
  private final TokenMask mask;
  private final Alphabet alphabet;
  private final Nucleus nucleus;
  private final double endFactor;
  private final float[] choices;

  MessageSampler(LanguageModel model, SpeakOptions options, RandomGenerator random) {
    this.model = model;
    this.random = random;
    tokenizer = model.tokenizer();
    mask = new TokenMask(tokenizer);
    alphabet = new Alphabet(model, mask);
    nucleus = new Nucleus(options.temperature(), options.topP());
    choices = new float[tokenizer.size()];
    endFactor =
        model.endFactor()
            * switch (options.length()) {
              case SHORT -> END_FOR_SHORT;
              case NATURAL -> 1;
              case LONG -> END_FOR_LONG;
            };
  }

  /**
   * Draws messages, none of which knows of the others.
   *
   * @param opening after the token that opens the message; not moved
   * @param alone the same place where nothing was said before; null where the drafts' fit is of no
   *     interest
   */
  List<Draft> sample(State opening, @Nullable State alone, int count) {
    return finish(
        Stream.generate(() -> new Draft(tokenizer, mask, alphabet, opening, alone, LONGEST))
            .limit(count)
            .toList());
  }

  /** Draws messages with a given beginning, none of which knows of the others. */
  List<Draft> complete(Beginning beginning, int count) {
    return finish(
        Stream.generate(() -> beginning.draw(nucleus, random, LONGEST)).limit(count).toList());
  }

  private List<Draft> finish(List<Draft> drafts) {
    List<Draft> open = new ArrayList<>(drafts);
    while (!open.isEmpty()) {
      step(open);
      open.removeIf(Draft::ended);
    }
    return drafts;
  }

  /** Draws a token of each. */
  private void step(List<Draft> open) {
    List<State> states = open.stream().flatMap(draft -> draft.states().stream()).toList();
    float[][] logs = new float[states.size()][tokenizer.size()];
    model.logProbabilities(states, logs);
    List<State> moved = new ArrayList<>();
    int[] tokens = new int[states.size()];
    int at = 0;
    for (Draft draft : open) {
      int width = draft.states().size();
      int token = next(draft, logs[at], logs[at + width - 1]);
      if (token >= 0) {
        Arrays.fill(tokens, moved.size(), moved.size() + width, token);
        moved.addAll(draft.states());
      }
      at += width;
    }
    model.advance(moved, Arrays.copyOf(tokens, moved.size()));
  }

  /**
   * Draws the next token of a message, ends it, or takes its last word back.
   *
   * @return the token that was added, or −1
   */
  private int next(Draft draft, float[] logs, float[] alone) {
    int token = draw(draft, logs);
    boolean ends = token == Control.END || token < 0;
    if (ends || Words.begins(tokenizer.bytes(token))) {
      if (draft.redrawn() < REDRAWN && !model.knows(draft.word())) {
        draft.takeWordBack();
        return -1;
      }
      draft.beginWord();
    }
    int drawn = ends ? Control.END : token;
    draft.addFit(Math.max(LogLinear.LEAST, logs[drawn]) - Math.max(LogLinear.LEAST, alone[drawn]));
    if (ends) {
      draft.end();
      return -1;
    }
    draft.add(token);
    return token;
  }

  /** A token, the end among them, or −1 where none can come. */
  private int draw(Draft draft, float[] logs) {
    float end = draft.mayEnd() ? end(draft, logs[Control.END]) : Float.NEGATIVE_INFINITY;
    if (!nucleus.cold() && random.nextDouble() < shareOfEnd(end, logs[Control.END])) {
      return Control.END;
    }
    for (int token = 0; token < choices.length; token++) {
      choices[token] = draft.allows(token) ? logs[token] : Float.NEGATIVE_INFINITY;
    }
    choices[Control.END] = nucleus.cold() ? end : Float.NEGATIVE_INFINITY;
    if (!nucleus.set(choices)) {
      return -1;
    }
    int token = nucleus.draw(random);
    while (token >= 0 && token != Control.END && draft.loops(token)) {
      nucleus.remove(token);
      token = nucleus.draw(random);
    }
    return token;
  }

  /** ln of the end's weight. */
  private float end(Draft draft, float log) {
    return (float) (log + Math.log(endFactor * (draft.length() >= LONG ? END_WHEN_LONG : 1)));
  }

  /** The probability of the end, given its weight and its probability before it was weighted. */
  private static double shareOfEnd(float weighted, float log) {
    double end = Math.exp(weighted);
    return end / (end + Math.max(0, 1 - Math.exp(log)) + Double.MIN_NORMAL);
  }
}
