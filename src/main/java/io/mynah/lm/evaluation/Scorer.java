package io.mynah.lm.evaluation;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ContextReader;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.Turn;
import io.mynah.text.ControlTokens;
import java.util.List;

/**
 * Measures how well a model predicts a person's messages, in bits. Who speaks next is given and
 * costs nothing: the control tokens that say so are left out of the distribution. A scorer follows
 * one conversation; scored messages become context for the next ones. For one thread.
 */
public final class Scorer {
  private static final double LN_2 = Math.log(2);

  private final ConversationEncoder encoder;
  private final ContextReader reader;
  private final float[] distribution;

  /**
   * The cost of a message.
   *
   * @param bits −log2 of its probability, its end included
   * @param characters Unicode code points, without the end
   */
  public record Score(double bits, int characters) {}

  /** Begins a conversation. */
  public Scorer(LanguageModel model, PersonKey person) {
    encoder = new ConversationEncoder(model.tokenizer(), person);
    reader = new ContextReader(model, encoder);
    distribution = new float[model.vocabulary()];
  }

  /** Scores one text of the person after a context, oldest first, in a new conversation. */
  public static Score afresh(
      LanguageModel model, PersonKey person, List<Turn> context, String text) {
    Scorer scorer = new Scorer(model, person);
    context.forEach(scorer::add);
    return scorer.score(text);
  }

  /** Adds anyone's message to the context without scoring it. */
  public void add(Turn turn) {
    reader.add(turn);
  }

  /** Scores one of the person's own messages and adds it to the context. */
  public Score score(String text) {
    State state = reader.beforeOwn();
    double nats = 0;
    for (int token : encoder.own(text)) {
      if (token != ControlTokens.OWN) {
        state.probabilities(distribution);
        nats -= Math.log(amongUngiven(distribution, token));
      }
      state.advance(token);
    }
    return new Score(nats / LN_2, text.codePointCount(0, text.length()));
  }

  /**
   * The probability of a token among those that are not given.
   *
   * @param distribution one per token
   */
  static float amongUngiven(float[] distribution, int token) {
    double given =
        (double) distribution[ControlTokens.OWN]
            + distribution[ControlTokens.OTHER]
            + distribution[ControlTokens.GAP];
    return (float)
        Math.max(Float.MIN_NORMAL, distribution[token] / (1 - Math.min(given, 0.999999)));
  }
}
