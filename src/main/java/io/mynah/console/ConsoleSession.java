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
 * Reads lines and hands them to the conversation, as the owner at the terminal. Numbers press the
 * buttons of these numbers, and words of a button that button; {@code /quit} and the end of the
 * input leave. Used by one thread.
 */
public final class ConsoleSession {
  private static final long PAUSE_MILLIS = 50;

  private final Conversation conversation;
  private final ConsoleChannel channel;
  private final Console console;
  private final ConsoleHints hints;
  private final Locale language;
  private final BooleanSupplier working;
  private final boolean waits;

  /**
   * Makes a session.
   *
   * @param channel over the same console
   * @param working whether something goes on in the background, such as a training
   * @param waits whether a line is read only when nothing goes on in the background any more, and
   *     the session ends only then: for input that was written in advance
   */
  public ConsoleSession(
      Conversation conversation,
      ConsoleChannel channel,
      Console console,
      ConsoleHints hints,
      Locale language,
      BooleanSupplier working,
      boolean waits) {
    this.conversation = conversation;
    this.channel = channel;
    this.console = console;
    this.hints = hints;
    this.language = language;
    this.working = working;
    this.waits = waits;
  }

  /**
   * Talks until {@code /quit}, the end of the input, or an interruption.
   *
   * @throws IOException when the input fails
   */
  public void run() throws IOException {
    try {
      listen();
      hints.leaving(envelope());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() throws IOException, InterruptedException {
    for (Optional<String> line = console.read(); line.isPresent(); line = console.read()) {
      String words = line.get().strip();
      if (words.equals("/quit") || words.equals("/exit")) {
        return;
      }
      if (!words.isEmpty()) {
        console.echo(words);
        say(words);
        awaitQuiet();
      }
    }
    awaitQuiet();
  }

  private void say(String words) {
    List<ConsoleChoices.Choice> meant = channel.meant(words);
    OptionalInt highest = meant.isEmpty() ? channel.highestNumber(words) : OptionalInt.empty();
    if (highest.isPresent()) {
      hints.noSuchNumber(envelope(), highest.getAsInt());
    } else if (meant.isEmpty()) {
      conversation.handle(new Incoming.Text(envelope(), words, null));
    }
    if (meant.size() > 1) {
      channel.holdChoices();
    }
    for (ConsoleChoices.Choice each : meant) {
      conversation.handle(new Incoming.Press(envelope(), each.message(), each.action()));
    }
    channel.showChoices();
  }

  /** Of something that is said here next. */
  public Envelope envelope() {
    return new Envelope(
        OwnerId.LOCAL, null, ConsoleChannel.ADDRESS, channel.nextRef(), null, language);
  }

  private void awaitQuiet() throws InterruptedException {
    while (waits && working.getAsBoolean()) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
