package io.mynah.lm;

import io.mynah.text.ControlTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Feeds a conversation to a model's state, in the form that models are trained on, see {@link
 * ConversationEncoder#conversation}. Of others' messages in a row only the last {@link
 * ConversationEncoder#contextMessages} become context, and only just before the person's own
 * message; earlier ones go to {@link State#learnFrom}. For one thread.
 */
public final class ContextReader {
  private static final int[] GAP = {ControlTokens.GAP};

  private final ConversationEncoder encoder;
  private final State state;
  private final Deque<Turn> pending = new ArrayDeque<>();

  /** Tokens that the state does not have yet, so that they are read at once. */
  private final List<int[]> unread = new ArrayList<>();

  private boolean gap = true;

  public ContextReader(TokenModel model, ConversationEncoder encoder) {
    this(encoder, model.start());
  }

  private ContextReader(ConversationEncoder encoder, State state) {
    this.encoder = encoder;
    this.state = state;
  }

  /** A reader of what goes on from here in another way. */
  public ContextReader copy() {
    read();
    ContextReader copy = new ContextReader(encoder, state.copy());
    copy.pending.addAll(pending);
    copy.gap = gap;
    return copy;
  }

  /** Feeds a message of anyone. */
  public void add(Turn turn) {
    if (encoder.isOwn(turn)) {
      addOwn(turn.text());
    } else {
      pending.add(turn);
      if (pending.size() > encoder.contextMessages()) {
        read();
        state.learnFrom(encoder.message(pending.remove()));
        gap = true;
      }
    }
  }

  /** Feeds one of the person's own messages. */
  public void addOwn(String text) {
    addContext();
    unread.add(encoder.own(text));
  }

  /** The state just before a message of the person; the next token is {@link ControlTokens#OWN}. */
  public State beforeOwn() {
    addContext();
    read();
    return state;
  }

  private void addContext() {
    if (gap) {
      unread.add(GAP);
      gap = false;
    }
    pending.forEach(turn -> unread.add(encoder.message(turn)));
    pending.clear();
  }

  private void read() {
    if (unread.isEmpty()) {
      return;
    }
    state.advance(unread.stream().flatMapToInt(Arrays::stream).toArray());
    unread.clear();
  }
}
