package io.mynah.console;

import io.mynah.chat.Conversation;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads lines and hands them to the conversation, as the owner at the terminal. A number presses
 * the button of that number; {@code /quit} and the end of the input leave. Used by one thread.
 */
public final class ConsoleSession {
  private static final long PAUSE_MILLIS = 50;

  private final Conversation conversation;
  private final ConsoleChannel channel;
  private final Console console;
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
      Locale language,
      BooleanSupplier working,
      boolean waits) {
    this.conversation = conversation;
    this.channel = channel;
    this.console = console;
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String words) {
    Envelope envelope = envelope();
    var choice = channel.choice(words);
    if (choice.isPresent()) {
      conversation.handle(
          new Incoming.Press(envelope, choice.get().message(), choice.get().action()));
    } else {
      conversation.handle(new Incoming.Text(envelope, words, null));
    }
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
