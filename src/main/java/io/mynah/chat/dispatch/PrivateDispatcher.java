package io.mynah.chat.dispatch;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Handles messages of private chats: finds out what commands, files, button presses and plain text
 * are for, and makes sure that each gets an answer. Thread-safe.
 */
final class PrivateDispatcher {
  /** The reaction shown on a file as soon as it arrives. */
  private static final String SEEN = "👀";

  /** Commands that end a question themselves, and say so. */
  private static final Set<String> ENDING = Set.of("stop", "cancel");

  private final Channel channel;
  private final Features features;
  private final Dispatcher dispatcher;
  private final Roster roster;

  PrivateDispatcher(Channel channel, Features features, Dispatcher dispatcher, Roster roster) {
    this.roster = roster;
    this.channel = channel;
    this.features = features;
    this.dispatcher = dispatcher;
  }

  void handle(ParsedIncoming request) throws IOException {
    Incoming incoming = request.incoming();
    Phrases phrases = request.phrases();
    if (incoming instanceof Incoming.Text text) {
      text(text, request.command(), phrases);
    } else if (incoming instanceof Incoming.File file) {
      file(file, request.command(), phrases);
    } else if (incoming instanceof Incoming.Press press) {
      dispatcher.press(press.envelope(), request.pressed(), phrases);
    } else if (incoming instanceof Incoming.Reaction reaction) {
      features.feedback().reacts(reaction, phrases);
    } else if (incoming instanceof Incoming.ManagedBot made) {
      features.voiceBots().made(made, phrases);
    } else if (incoming instanceof Incoming.Other other) {
      other(other, phrases);
    }
  }

  /** In a chat with a person, the caption of a picture or the like is treated as text. */
  private void other(Incoming.Other other, Phrases phrases) throws IOException {
    Envelope envelope = other.envelope();
    String words = other.caption().strip();
    if (!words.isEmpty() && features.feedback().correctsAnew(envelope, phrases, words)) {
      return;
    }
    Optional<Person> answering = features.speech().answering(envelope);
    if (answering.isEmpty() || features.uploads().expects(envelope) || words.startsWith("/")) {
      say(envelope, phrases.of("hint.other"));
    } else if (words.isEmpty()) {
      String name = Wording.name(answering.get().name());
      say(envelope, phrases.of("talk.only-words", "name", name));
    } else {
      words(envelope, phrases, words);
    }
  }

  private void text(Incoming.Text text, Optional<CommandParser.Parsed> command, Phrases phrases)
      throws IOException {
    Envelope envelope = text.envelope();
    boolean known = command.filter(c -> dispatcher.knows(c.name(), envelope)).isPresent();
    boolean own = text.written() == null || !text.written().forwarded();
    if (!known && own && features.exports().takes(envelope, phrases, text.text())) {
      return;
    }
    // A path begins with a slash, as a command does.
    boolean path = channel.readsLocalPaths() && features.uploads().expects(envelope) && !known;
    if (path) {
      features.uploads().named(envelope, phrases, text.text());
    } else if (command.isPresent()) {
      command(
          new Command.Call(envelope, command.get().arguments(), text.answered(), phrases),
          command.get().name());
    } else {
      boolean handled =
          features.learning().addsForwarded(text, phrases)
              || features.feedback().correctsAnew(envelope, phrases, text.text())
              || answersAVoice(text, phrases);
      if (!handled) {
        plain(text, phrases);
      }
    }
  }

  /** A new command ends the question of what a person would have said. */
  private void command(Command.Call call, String name) throws IOException {
    if (dispatcher.knows(name, call.envelope()) && !ENDING.contains(name)) {
      boolean unused = features.feedback().dropQuestion(call.envelope(), call.phrases());
    }
    dispatcher.run(call, name);
  }

  /**
   * A reply to a voice's message is answered by that voice, unless it answers the question of what
   * the person would have said.
   */
  private boolean answersAVoice(Incoming.Text text, Phrases phrases) throws IOException {
    return !features.feedback().asksAbout(text.envelope(), text.answered())
        && features.speech().answers(text.envelope(), phrases, text.answered(), text.text());
  }

  private void plain(Incoming.Text text, Phrases phrases) throws IOException {
    if (features.uploads().expects(text.envelope())) {
      say(text.envelope(), phrases.of("train.still-waiting"));
    } else {
      words(text.envelope(), phrases, text.text());
    }
  }

  /**
   * Passes text to whatever expects it: a question first, last the person who is in a chat with the
   * user or who spoke last.
   */
  private void words(Envelope envelope, Phrases phrases, String words) throws IOException {
    boolean handled =
        features.feedback().corrects(envelope, phrases, words)
            || features.uploads().answers(envelope, phrases, words)
            || features.speech().handle(envelope, phrases, words);
    if (!handled) {
      boolean anyone = !roster.people(envelope.sender()).isEmpty();
      say(envelope, phrases.of(anyone ? "hint.text" : "hint.text-nobody"));
    }
  }

  private void file(Incoming.File file, Optional<CommandParser.Parsed> command, Phrases phrases)
      throws IOException {
    if (!UploadFeature.isPage(file.file())) {
      // An export may have hundreds of pages; these are counted in a message instead.
      channel.react(file.envelope().message(), SEEN);
    }
    boolean asked = command.filter(c -> c.name().equals("train")).isPresent();
    if (command.isPresent() && !asked) {
      command(
          new Command.Call(file.envelope(), command.get().arguments(), null, phrases),
          command.get().name());
    } else {
      if (asked) {
        boolean unused = features.feedback().dropQuestion(file.envelope(), phrases);
      }
      features.uploads().file(file, phrases, asked);
    }
  }

  private void say(Envelope envelope, String sentence) throws IOException {
    channel.send(envelope.address(), Reply.of(sentence));
  }
}
