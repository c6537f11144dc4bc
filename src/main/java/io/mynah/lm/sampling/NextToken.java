package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.text.ControlTokens;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws the next token of a message. Temperature and nucleus apply to the tokens that continue it.
 * Whether it ends is drawn with the model's own probability, whose odds the preference multiplies,
 * so that the length of messages depends little on the temperature. Which emoji comes is drawn at
 * the owner's temperature. For one thread.
 */
final class NextToken {
  /**
   * From this length on, in tokens, the end becomes likelier, so that few messages reach the cap.
   */
  private static final int LONG = 200;

  private static final double END_WHEN_LONG = 4;
  private static final double END_FOR_SHORT = 2.5;
  private static final double END_FOR_LONG = 0.4;

  private static final byte UNKNOWN = 0;
  private static final byte YES = 1;
  private static final byte NO = 2;

  private final LanguageModel model;
  private final EmojiTokens emoji;
  private final RandomGenerator random;
  private final LoopDetector loops;

  /** At the preference's temperature. */
  private final TokenSampler preferred;

  /** At the owner's temperature. */
  private final TokenSampler plain;

  private final Drawing drawing;
  private final double endFactor;
  private final double endOdds;
  private final float[] choices;

  /** What the nucleus was made of, if it is that of messages without tokens; null otherwise. */
  private float @Nullable [] opening;

  /** What draws from that nucleus. */
  private @Nullable TokenSampler openingSampler;

  /** Whether emoji were in that nucleus. */
  private boolean openingWithEmoji;

  /** Whether each token can be the first of a message, as far as that was asked. */
  private final byte[] openers;

  /**
   * @param preference by which candidates will be chosen
   */
  NextToken(
      LanguageModel model,
      EmojiTokens emoji,
      GenerationOptions options,
      Preference preference,
      RandomGenerator random) {
    this.model = model;
    this.emoji = emoji;
    this.random = random;
    loops = new LoopDetector(model);
    SamplingRule rule = options.rule();
    preferred = new TokenSampler(rule.temperature() * preference.temperature(), rule.topP());
    plain = new TokenSampler(rule.temperature(), rule.topP());
    drawing = preference.drawing();
    endOdds = preference.endOdds();
    endFactor =
        model.endFactor()
            * switch (options.length()) {
              case SHORT -> END_FOR_SHORT;
              case NATURAL -> 1;
              case LONG -> END_FOR_LONG;
            };
    choices = new float[model.tokenizer().size()];
    openers = new byte[choices.length];
  }

  /** Draws from any distribution at the preference's temperature. */
  TokenSampler preferred() {
    return preferred;
  }

  /**
   * Draws a token, which may be the end.
   *
   * @param logs ln P of every token, shape [vocabulary]; the same array for all messages without
   *     tokens that have the same context
   * @return the token; −1 if none is possible
   */
  int draw(PartialMessage partial, float[] logs) {
    TokenSampler sampler = sampler(partial);
    float end = partial.mayEnd() ? end(partial, logs[ControlTokens.END]) : Float.NEGATIVE_INFINITY;
    if (!sampler.cold() && random.nextDouble() < shareOfEnd(partial, logs, end)) {
      return ControlTokens.END;
    }
    // The first tokens of all messages are from the same distribution, with emoji or without.
    if (logs != opening
        || sampler != openingSampler
        || partial.mayHaveEmoji() != openingWithEmoji) {
      opening = null;
      if (!set(sampler, partial, logs, end)) {
        return -1;
      }
    }
    opening = partial.isEmpty() ? logs : null;
    openingSampler = sampler;
    openingWithEmoji = partial.mayHaveEmoji();
    int token = sampler.draw(random);
    while (token >= 0 && token != ControlTokens.END && partial.loops(loops, token)) {
      sampler.remove(token);
      opening = null;
      token = sampler.draw(random);
    }
    return token >= 0 && emoji.begins(token) && sampler == preferred
        ? drawEmoji(partial, logs, token)
        : token;
  }

  /**
   * Draws which emoji comes, at the owner's temperature: at a lower one, the person's most frequent
   * one would come nearly always.
   *
   * @param otherwise what comes if no other emoji may
   */
  private int drawEmoji(PartialMessage partial, float[] logs, int otherwise) {
    opening = null;
    Arrays.fill(choices, Float.NEGATIVE_INFINITY);
    for (int token : emoji.beginning()) {
      if (partial.isEmpty() ? canOpen(partial, token) : partial.allows(token)) {
        choices[token] = logs[token];
      }
    }
    int token = plain.set(choices) ? plain.draw(random) : -1;
    while (token >= 0 && partial.loops(loops, token)) {
      plain.remove(token);
      token = plain.draw(random);
    }
    return token < 0 ? otherwise : token;
  }

  private TokenSampler sampler(PartialMessage partial) {
    boolean asDrawn =
        partial.wanted() <= drawing.shortLengths().tokens() || partial.isWithinEmoji(emoji);
    return asDrawn || (drawing.sameOpening() && partial.isEmpty()) ? plain : preferred;
  }

  private boolean set(TokenSampler sampler, PartialMessage partial, float[] logs, float end) {
    for (int token = 0; token < choices.length; token++) {
      boolean allowed = partial.isEmpty() ? canOpen(partial, token) : partial.allows(token);
      allowed &= partial.mayHaveEmoji() || !emoji.begins(token);
      choices[token] = allowed ? logs[token] : Float.NEGATIVE_INFINITY;
    }
    choices[ControlTokens.END] = sampler.cold() ? end : Float.NEGATIVE_INFINITY;
    return sampler.set(choices);
  }

  /**
   * Whether a token can be the first of a message: somebody began a message with it, so that no
   * message begins within a word, and it does not show that the person seldom begins one so.
   */
  private boolean canOpen(PartialMessage partial, int token) {
    if (openers[token] == UNKNOWN) {
      boolean can = model.hasSeen(new int[] {ControlTokens.OWN, token}) && !differs(token);
      openers[token] = can ? YES : NO;
    }
    return openers[token] == YES && partial.allows(token);
  }

  private boolean differs(int token) {
    String text = model.tokenizer().decode(new int[] {token}, 0, 1);
    return model.habits().sentences().differs(text);
  }

  /** ln of the weight of the end. */
  private float end(PartialMessage partial, float log) {
    double odds = endFactor * (partial.isLongEnough() ? 1 : endOdds);
    return (float) (log + Math.log(odds * (partial.length() >= LONG ? END_WHEN_LONG : 1)));
  }

  /**
   * The probability that a message ends here, if it has no emoji that it may not have.
   *
   * @param logs ln P of every token, before weighting
   * @param weighted ln of the weight of the end
   */
  private double shareOfEnd(PartialMessage partial, float[] logs, float weighted) {
    double others = 1 - Math.exp(logs[ControlTokens.END]);
    if (!partial.mayHaveEmoji()) {
      others -= emoji.probability(logs);
    }
    double end = Math.exp(weighted);
    return end / (end + Math.max(0, others) + Double.MIN_NORMAL);
  }
}
