package io.mynah.chat.converse;

import io.mynah.chat.Button;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A conversation of two models that is in progress. Thread-safe. */
final class ConverseSession {
  private final Envelope envelope;
  private final Phrases phrases;
  private final ConverseHistory history;
  private final int wanted;
  private final BooleanSupplier permitted;
  private int left;
  private boolean over;

  /** Whether a turn is being made or sent. */
  private boolean speaking;

  /** Whether the transcript still has to be sent as a file. */
  private boolean fileDue;

  /** The message with the stop button, if there is one. */
  private @Nullable Shown withButton;

  /**
   * @param wanted how many messages
   * @param permitted whether it may still go on
   */
  ConverseSession(
      Envelope envelope,
      Phrases phrases,
      ConverseHistory history,
      int wanted,
      BooleanSupplier permitted) {
    this.permitted = permitted;
    this.envelope = envelope;
    this.phrases = phrases;
    this.history = history;
    this.wanted = wanted;
    left = wanted;
  }

  /** A message as it is shown, without its buttons. */
  record Shown(MessageRef message, String text) {
    /** The message without a button. */
    Reply plain() {
      return Reply.of(text);
    }
  }

  Envelope envelope() {
    return envelope;
  }

  Address address() {
    return envelope.address();
  }

  Phrases phrases() {
    return phrases;
  }

  ConverseHistory history() {
    return history;
  }

  boolean isOf(OwnerId owner) {
    return history.owner().equals(owner);
  }

  int wanted() {
    return wanted;
  }

  boolean permitted() {
    return permitted.getAsBoolean();
  }

  /** The stop button. */
  List<List<Button>> stopButton() {
    return List.of(
        List.of(phrases.button("button.stop", Action.of(Verb.STOP_CONVERSING, history.id()))));
  }

  synchronized boolean over() {
    return over;
  }

  /** Ends the conversation; returns whether it was still in progress. */
  synchronized boolean end() {
    boolean was = over;
    over = true;
    return !was;
  }

  /** Notes that a turn begins or ends. */
  synchronized void setSpeaking(boolean now) {
    speaking = now;
  }

  /** Notes that the conversation was stopped and that its transcript has to be sent as a file. */
  synchronized void markFileDue() {
    fileDue = true;
  }

  /**
   * Whether the file has to be sent now: it is due, and no message is being sent. Returns {@code
   * true} at most once.
   */
  synchronized boolean takeDueFile() {
    boolean takes = fileDue && !speaking;
    fileDue &= !takes;
    return takes;
  }

  /** How many messages are still to be sent. */
  synchronized int left() {
    return left;
  }

  /** Notes the message that announced the conversation. */
  synchronized void begun(Shown message) {
    withButton = message;
  }

  /**
   * Notes a sent message that has the stop button from now on; returns the one that had it before.
   */
  synchronized @Nullable Shown sent(Shown message) {
    Shown before = withButton;
    left--;
    withButton = left > 0 ? message : null;
    return before;
  }

  /** Notes a sent message without a button. */
  synchronized void sent() {
    left--;
  }

  /** The message with the stop button, if there is one. */
  synchronized @Nullable Shown stoppable() {
    return withButton;
  }
}
