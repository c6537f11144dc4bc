package io.mynah.chat.dispatch;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.words.Phrases;
import io.mynah.text.EditDistance;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Passes commands and button presses to the feature that handles them. Thread-safe. */
final class Dispatcher {
  /** The largest edit distance at which a word is taken for a mistyped command. */
  private static final int MAX_EDIT_DISTANCE = 2;

  /** A command of administrators that the others are told of when they try it. */
  private static final String ANNOUNCED = "invite";

  private final Channel channel;
  private final Predicate<Envelope> administrators;
  private final Map<String, Command> commands = new HashMap<>();
  private final Map<Verb, PressHandler> buttons = new EnumMap<>(Verb.class);

  /**
   * @param administrators who may use the commands of administrators
   * @throws IllegalStateException when two features have the same command or button
   */
  Dispatcher(Channel channel, List<Feature> features, Predicate<Envelope> administrators) {
    this.channel = channel;
    this.administrators = administrators;
    for (Feature feature : features) {
      feature.commands().forEach((name, command) -> add(commands, name, command));
      feature.buttons().forEach((verb, handler) -> add(buttons, verb, handler));
    }
  }

  private static <K, V> void add(Map<K, V> known, K key, V value) {
    if (known.putIfAbsent(key, value) != null) {
      throw new IllegalStateException(key + " is there twice");
    }
  }

  /** Whether the sender can use a command; groups have only the commands that are for everybody. */
  boolean knows(String command, Envelope envelope) {
    return commands.containsKey(command)
        && (!CommandMenu.administratorNames().contains(command)
            || (envelope.isPrivate() && administrators.test(envelope)));
  }

  /**
   * Runs a command, or tells the sender that it is only for others. For a command that is unknown
   * to the sender it suggests the closest one.
   */
  void run(Command.Call call, String name) throws IOException {
    Command command = commands.get(name);
    if (command != null && knows(name, call.envelope())) {
      command.run(call);
      return;
    }
    if (name.equals(ANNOUNCED) && !channel.readsLocalPaths()) {
      say(call.envelope(), call.phrases().of("hint.owner-only"));
      return;
    }
    Optional<String> near =
        Stream.concat(
                CommandMenu.names().stream(),
                CommandMenu.administratorNames().stream()
                    .filter(known -> knows(known, call.envelope())))
            .filter(known -> EditDistance.between(known, name) <= MAX_EDIT_DISTANCE)
            .min(Comparator.comparingInt(known -> EditDistance.between(known, name)));
    Phrases phrases = call.phrases();
    say(
        call.envelope(),
        near.map(known -> phrases.of("hint.command-like", "command", known))
            .orElseGet(() -> phrases.of("hint.command")));
  }

  /**
   * Handles a button press, or tells the presser that the button is no longer valid.
   *
   * @param pressed empty if it is none of our own buttons
   */
  void press(Envelope envelope, Optional<PressHandler.Pressed> pressed, Phrases phrases)
      throws IOException {
    PressHandler handler = pressed.map(p -> buttons.get(p.action().verb())).orElse(null);
    boolean good = handler != null && handler.press(pressed.orElseThrow());
    // An earlier process may have handled the press, so that the button is no longer valid.
    if (!good && !channel.cause().again()) {
      say(envelope, phrases.of("hint.stale-button"));
    }
  }

  private void say(Envelope envelope, String sentence) throws IOException {
    channel.send(envelope.address(), Reply.of(sentence));
  }
}
