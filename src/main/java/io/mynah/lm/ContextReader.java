package io.mynah.lm;

import io.mynah.text.ControlTokens;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Brings a state through a conversation in the form that models are trained on, see {@link
 * Dialogue#conversation}: of what others say in a row only the last messages are taken up, and only
 * once the person's own message is at hand; the others are overheard. For one thread.
 */
public final class ContextReader {
  private final ConversationEncoder encoder;
  private final State state;
  private final Deque<Turn> unheard = new ArrayDeque<>();
  private boolean gap = true;

  public ContextReader(TokenModel model, ConversationEncoder encoder) {
    this.encoder = encoder;
    state = model.start();
  }

  public void hear(Turn turn) {
    if (encoder.isOwn(turn)) {
      hearOwn(turn.text());
    } else {
      unheard.add(turn);
      if (unheard.size() > ConversationEncoder.CONTEXT) {
        state.overhear(encoder.message(unheard.remove()));
        gap = true;
      }
    }
  }

  /** Takes up a message of the person's own. */
  public void hearOwn(String text) {
    beforeOwn().advance(encoder.own(text));
  }

  /**
   * The state in which the person is about to speak; the next token is {@link ControlTokens#OWN}.
   */
  public State beforeOwn() {
    if (gap) {
      state.advance(ControlTokens.GAP);
      gap = false;
    }
    for (Turn turn : unheard) {
      state.advance(encoder.message(turn));
    }
    unheard.clear();
    return state;
  }
}
