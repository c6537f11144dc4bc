package io.mynah.console;

import io.mynah.chat.Conversation;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * Reads lines and passes them to the conversation as the local owner. A button is pressed by its
 * number or its label; {@code /quit} and the end of the input end the session. Used by one thread.
 */
public final class ConsoleSession {
  private static final long PAUSE_MILLIS = 50;

  private final Conversation conversation;
  private final ConsoleChannel channel;
  private final Console console;
  private final ConsoleHints hints;
  private final Locale language;
  private final BooleanSupplier working;
  private final boolean waitsForWork;

  /**
   * Makes a session.
   *
   * @param channel the channel of the same console
   * @param working whether background work, such as a training, is running
   * @param waitsForWork whether to wait for background work before reading a line and before
   *     ending: for input written in advance
   */
  public ConsoleSession(
      Conversation conversation,
      ConsoleChannel channel,
      Console console,
      ConsoleHints hints,
      Locale language,
      BooleanSupplier working,
      boolean waitsForWork) {
    this.conversation = conversation;
    this.channel = channel;
    this.console = console;
    this.hints = hints;
    this.language = language;
    this.working = working;
    this.waitsForWork = waitsForWork;
  }

  /**
   * Runs until {@code /quit}, the end of the input, or an interruption.
   *
   * @throws IOException when the input fails
   */
  public void run() throws IOException {
    try {
      readLines();
      hints.leaving(envelope());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readLines() throws IOException, InterruptedException {
    for (Optional<String> line = console.read(); line.isPresent(); line = console.read()) {
      String words = line.get().strip();
      if (words.equals("/quit") || words.equals("/exit")) {
        return;
      }
      if (!words.isEmpty()) {
        console.echo(words);
        handle(words);
        awaitQuiet();
      }
    }
    awaitQuiet();
  }

  private void handle(String words) {
    List<ConsoleChoices.Choice> selected = channel.selected(words);
    OptionalInt highest = selected.isEmpty() ? channel.highestNumber(words) : OptionalInt.empty();
    if (highest.isPresent()) {
      hints.noSuchNumber(envelope(), highest.getAsInt());
    } else if (selected.isEmpty()) {
      conversation.handle(new Incoming.Text(envelope(), words, null));
    }
    if (selected.size() > 1) {
      channel.holdChoices();
    }
    for (ConsoleChoices.Choice each : selected) {
      conversation.handle(new Incoming.Press(envelope(), each.message(), each.action()));
    }
    channel.showChoices();
  }

  /** The envelope of the next message at this console. */
  public Envelope envelope() {
    return new Envelope(
        OwnerId.LOCAL, null, ConsoleChannel.ADDRESS, channel.nextRef(), null, language);
  }

  private void awaitQuiet() throws InterruptedException {
    while (waitsForWork && working.getAsBoolean()) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
