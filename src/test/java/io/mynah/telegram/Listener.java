package io.mynah.telegram;

import io.mynah.chat.Channel;
import io.mynah.chat.Conversation;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.domain.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A conversation that remembers what it heard and does with it what a test says. Thread-safe. */
final class Listener implements Conversation {
  /** What to do with what came in. */
  interface Deed {
    void with(Incoming incoming, Channel channel) throws Exception;
  }

  private final List<Incoming> heard = new CopyOnWriteArrayList<>();
  private final List<String> news = new CopyOnWriteArrayList<>();
  private final Channel channel;
  private volatile Deed deed = Listener::echo;
  private volatile boolean busy;

  Listener(Channel channel) {
    this.channel = channel;
  }

  /** What came in, in the order in which it was begun. */
  List<Incoming> heard() {
    return List.copyOf(heard);
  }

  /** The words that came in. */
  List<String> words() {
    return heard.stream()
        .filter(Incoming.Text.class::isInstance)
        .map(incoming -> ((Incoming.Text) incoming).text())
        .toList();
  }

  void does(Deed other) {
    deed = other;
  }

  static void echo(Incoming incoming, Channel channel) throws IOException {
    String words = incoming instanceof Incoming.Text text ? text.text() : "something";
    channel.send(incoming.envelope().address(), Reply.of("You said: " + words));
  }

  /** What was heard of groups, in words. */
  List<String> news() {
    return List.copyOf(news);
  }

  /** From now on it cannot, or can again, take in what becomes of groups. */
  void isBusy(boolean now) {
    busy = now;
  }

  private void failIfBusy() {
    if (busy) {
      throw new IllegalStateException("The database is busy.");
    }
  }

  @Override
  public void moved(Address from, Address to) {
    failIfBusy();
    news.add(from.value() + " became " + to.value());
  }

  @Override
  public void member(Address group, boolean present) {
    failIfBusy();
    news.add((present ? "in " : "out of ") + group.value());
  }

  @Override
  public void handle(Incoming incoming) {
    heard.add(incoming);
    try {
      deed.with(incoming, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
