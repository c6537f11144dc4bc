package io.mynah.lm;

import io.mynah.text.Control;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Brings a state through a conversation in the form that models are trained on, see {@link
 * Dialogue#conversation}: of what others say in a row only the last messages are taken up, and only
 * once the person's own message is at hand; the others are overheard. For one thread.
 */
final class Listener {
  private final Dialogue dialogue;
  private final State state;
  private final Deque<Turn> unheard = new ArrayDeque<>();
  private boolean gap = true;

  Listener(TokenModel model, Dialogue dialogue) {
    this.dialogue = dialogue;
    state = model.start();
  }

  void hear(Turn turn) {
    if (dialogue.isOwn(turn)) {
      hearOwn(turn.text());
    } else {
      unheard.add(turn);
      if (unheard.size() > Dialogue.CONTEXT) {
        state.overhear(dialogue.message(unheard.remove()));
        gap = true;
      }
    }
  }

  /** Takes up a message of the person's own. */
  void hearOwn(String text) {
    beforeOwn().advance(dialogue.own(text));
  }

  /** The state in which the person is about to speak; the next token is {@link Control#OWN}. */
  State beforeOwn() {
    if (gap) {
      state.advance(Control.GAP);
      gap = false;
    }
    for (Turn turn : unheard) {
      state.advance(dialogue.message(turn));
    }
    unheard.clear();
    return state;
  }
}
