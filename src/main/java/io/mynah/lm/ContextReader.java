package io.mynah.lm;

import io.mynah.text.ControlTokens;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Feeds a conversation to a model's state, in the form that models are trained on, see {@link
 * ConversationEncoder#conversation}. Of others' messages in a row only the last {@link
 * ConversationEncoder#CONTEXT} become context, and only just before the person's own message; the
 * earlier ones are only overheard. For one thread.
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

  /** Feeds one of the person's own messages. */
  public void hearOwn(String text) {
    beforeOwn().advance(encoder.own(text));
  }

  /** The state just before a message of the person; the next token is {@link ControlTokens#OWN}. */
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
