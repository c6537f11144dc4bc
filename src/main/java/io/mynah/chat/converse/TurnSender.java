package io.mynah.chat.converse;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.OwnBots;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.domain.MessageRef;
import io.mynah.store.conversation.SpokenMessages;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends the messages of a turn, and records those that were sent. Thread-safe. */
final class TurnSender {
  private final Channel channel;
  private final SpokenMessages spokenMessages;
  private final Delivery delivery;
  private final OwnBots ownBots;
  private final Clock clock;

  TurnSender(
      Channel channel,
      SpokenMessages spokenMessages,
      Delivery delivery,
      OwnBots ownBots,
      Clock clock) {
    this.ownBots = ownBots;
    this.channel = channel;
    this.spokenMessages = spokenMessages;
    this.delivery = delivery;
    this.clock = clock;
  }

  /** Is told that a turn is over, on any thread. */
  @FunctionalInterface
  interface Listener {
    /**
     * The turn is over.
     *
     * @param all whether all of its messages were sent
     */
    void turnOver(boolean all);
  }

  /** Sends the messages of a turn as long as the conversation goes on. */
  void send(ConverseSession session, TurnWriter.Written written, Listener listener) {
    ConversePair.Role role = session.history().pair().role(written.who());
    List<Delivery.Line> lines = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    boolean inPrivate = session.envelope().isPrivate();
    for (int i = 0; i < written.texts().size(); i++) {
      String said = written.texts().get(i);
      String text = session.phrases().of("converse.line", "name", role.name(), "text", said);
      text = inPrivate ? text : SharedMessage.marked(text);
      shown.add(text);
      boolean stoppable = inPrivate && session.left() != i + 1;
      Reply signed = new Reply(text, stoppable ? session.stopButton() : List.of());
      Duration pause = written.pauses().get(i);
      lines.add(
          inPrivate
              ? new Delivery.Line(pause, signed)
              : new Delivery.Line(
                  pause,
                  ownBots.message(role.person(), Reply.of(SharedMessage.marked(said)), signed)));
    }
    Receipt receipt = new Receipt(session, written, shown, listener);
    session.setSpeaking(true);
    delivery.deliver(session.envelope(), session.phrases(), lines, receipt);
  }

  /** Stops sending at a conversation's address. */
  void stop(ConverseSession session) {
    boolean unused = delivery.stop(session.address());
  }

  private final class Receipt implements Delivery.Receipt {
    private final ConverseSession session;
    private final TurnWriter.Written written;
    private final List<String> shown;
    private final Listener listener;
    private int sent;

    Receipt(
        ConverseSession session,
        TurnWriter.Written written,
        List<String> shown,
        Listener listener) {
      this.session = session;
      this.written = written;
      this.shown = List.copyOf(shown);
      this.listener = listener;
    }

    @Override
    public synchronized void sent(int index, MessageRef message) {
      sent++;
      session.history().add(written.who(), written.texts().get(index), clock.instant());
      ConversePair.Role role = session.history().pair().role(written.who());
      spokenMessages.record(message, role.owner(), role.person().id(), clock.instant());
      if (!session.envelope().isPrivate()) {
        // The stop button stays where it is: moving it would count against the group's message
        // limit.
        session.sent();
        return;
      }
      // Only the newest message has the stop button.
      ConverseSession.Shown before =
          session.sent(new ConverseSession.Shown(message, shown.get(index)));
      if (before != null) {
        channel.edit(before.message(), before.plain());
      }
      if (session.over()) {
        // The message was being sent when the conversation was stopped.
        channel.edit(message, Reply.of(shown.get(index)));
      }
    }

    @Override
    public void ended() {
      session.setSpeaking(false);
      int count = count();
      if (count > 0) {
        session.history().turn();
      }
      listener.turnOver(count >= written.texts().size());
    }

    private synchronized int count() {
      return sent;
    }

    @Override
    public boolean wanted() {
      return !session.over() && session.permitted();
    }
  }
}
