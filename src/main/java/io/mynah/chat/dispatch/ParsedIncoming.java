package io.mynah.chat.dispatch;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.words.Phrases;
import java.util.Optional;

/**
 * Something that was received, with the command or the button that it holds, parsed once.
 *
 * @param command at the beginning of the text or of a file's caption
 * @param pressed one of our own buttons
 */
record ParsedIncoming(
    Incoming incoming,
    Phrases phrases,
    Optional<CommandParser.Parsed> command,
    Optional<PressHandler.Pressed> pressed) {
  static ParsedIncoming of(Incoming incoming, Phrases phrases) {
    return new ParsedIncoming(
        incoming,
        phrases,
        CommandParser.parse(incoming),
        incoming instanceof Incoming.Press press ? pressed(press, phrases) : Optional.empty());
  }

  private static Optional<PressHandler.Pressed> pressed(Incoming.Press press, Phrases phrases) {
    return Action.parse(press.action())
        .map(
            action ->
                new PressHandler.Pressed(
                    press.envelope(), press.message(), action, phrases, press.shown()));
  }

  Envelope envelope() {
    return incoming.envelope();
  }
}
