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

/** A conversation of two models that is under way. Thread-safe. */
final class ConverseSession {
  private final Envelope envelope;
  private final Phrases phrases;
  private final ConverseHistory history;
  private final int wanted;
  private final BooleanSupplier permitted;
  private int left;
  private boolean over;

  /** Whether one of the two says something, be it only in part on its way. */
  private boolean speaking;

  /** Whether all that was said is still to be sent as a file. */
  private boolean fileDue;

  /** The message with the button to stop, if there is one. */
  private @Nullable Shown bearer;

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

  /** A message as it is shown, buttons aside. */
  record Shown(MessageRef message, String text) {
    /** The same without a button. */
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

  /** The button that ends it. */
  List<List<Button>> stopButton() {
    return List.of(
        List.of(phrases.button("button.stop", Action.of(Verb.STOP_CONVERSING, history.id()))));
  }

  synchronized boolean over() {
    return over;
  }

  /** Says whether it was not over before. */
  synchronized boolean end() {
    boolean was = over;
    over = true;
    return !was;
  }

  /** One of the two begins or ends to say something. */
  synchronized void speaks(boolean now) {
    speaking = now;
  }

  /** It was stopped: all that was said is to be sent as a file. */
  synchronized void owesFile() {
    fileDue = true;
  }

  /** Says, once, whether the file is to be sent: it is due, and nothing more is on its way. */
  synchronized boolean takesFile() {
    boolean takes = fileDue && !speaking;
    fileDue &= !takes;
    return takes;
  }

  /** How many messages are still to come. */
  synchronized int left() {
    return left;
  }

  /** It was said that it begins. */
  synchronized void begun(Shown message) {
    bearer = message;
  }

  /** One more was sent, which bears the button from now on; gives the one that bore it before. */
  synchronized @Nullable Shown sent(Shown message) {
    Shown before = bearer;
    left--;
    bearer = left > 0 ? message : null;
    return before;
  }

  /** One more was sent, without a button. */
  synchronized void sent() {
    left--;
  }

  /** The message with the button to stop, if there is one. */
  synchronized @Nullable Shown stoppable() {
    return bearer;
  }
}
