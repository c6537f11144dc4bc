package io.mynah.chat.help;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.words.Phrases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * {@code /help [COMMAND]}: the topics as buttons, whose pages take the place of the message; or how
 * one command is used. Thread-safe.
 */
final class HelpCommand implements Command {
  /** The numbers of the pages that are no topics; topics have those between. */
  private static final long OVERVIEW = 0;

  private static final long ALL = 99;

  private static final int ROW_LENGTH = 30;

  private final Channel channel;
  private final List<String> commands;
  private final List<String> administratorCommands;
  private final Predicate<Envelope> administrators;

  /**
   * @param commands of everybody, as they are listed
   * @param administratorCommands which nobody else is told of
   */
  HelpCommand(
      Channel channel,
      List<String> commands,
      List<String> administratorCommands,
      Predicate<Envelope> administrators) {
    this.channel = channel;
    this.commands = List.copyOf(commands);
    this.administratorCommands = List.copyOf(administratorCommands);
    this.administrators = administrators;
  }

  @Override
  public void run(Call call) throws IOException {
    channel.send(call.envelope().address(), answer(call));
  }

  private Reply answer(Call call) {
    Phrases phrases = call.phrases();
    if (call.arguments().isEmpty()) {
      return overview(call.envelope(), phrases, "help.head");
    }
    String name = call.arguments().replaceFirst("^/", "").toLowerCase(Locale.ROOT);
    if (!known(call.envelope()).contains(name)) {
      return overview(call.envelope(), phrases, "help.unknown");
    }
    List<Button> further =
        HelpTopic.of(name).stream().map(topic -> button(phrases, topic)).toList();
    return new Reply(line(phrases, name), List.of(further));
  }

  /** Shows another page in the message with the button. */
  boolean press(PressHandler.Pressed pressed) {
    Optional<Reply> page = page(pressed.envelope(), pressed.phrases(), pressed.id(0));
    page.ifPresent(shown -> channel.edit(pressed.message(), shown));
    return page.isPresent();
  }

  private Optional<Reply> page(Envelope envelope, Phrases phrases, long number) {
    if (number == OVERVIEW) {
      return Optional.of(overview(envelope, phrases, "help.head"));
    }
    if (number == ALL) {
      return Optional.of(
          withBack(
              phrases,
              phrases.of("help.all"),
              lines(phrases, known(envelope)),
              phrases.of("help.foot")));
    }
    return HelpTopic.of(number)
        .filter(topic -> isFor(envelope, topic))
        .map(topic -> page(phrases, topic));
  }

  private static Reply page(Phrases phrases, HelpTopic topic) {
    return withBack(
        phrases,
        title(phrases, topic),
        phrases.of("help.about." + topic.key()),
        lines(phrases, topic.commands()));
  }

  private static Reply withBack(Phrases phrases, String... parts) {
    Button back = phrases.button("help.back", Action.of(Verb.HELP, OVERVIEW));
    return new Reply(String.join("\n\n", parts), List.of(List.of(back)));
  }

  /**
   * @param head the key of what stands above
   */
  private Reply overview(Envelope envelope, Phrases phrases, String head) {
    List<Button> topics = new ArrayList<>();
    Arrays.stream(HelpTopic.values())
        .filter(topic -> isFor(envelope, topic))
        .forEach(topic -> topics.add(button(phrases, topic)));
    topics.add(phrases.button("help.topic.all", Action.of(Verb.HELP, ALL)));
    return new Reply(
        phrases.of(head) + "\n\n" + phrases.of("help.one"), ButtonRows.of(topics, ROW_LENGTH));
  }

  private boolean isFor(Envelope envelope, HelpTopic topic) {
    return !topic.isForAdministrators() || administrators.test(envelope);
  }

  private static String title(Phrases phrases, HelpTopic topic) {
    return phrases.of("help.topic." + topic.key());
  }

  private static Button button(Phrases phrases, HelpTopic topic) {
    return new Button(title(phrases, topic), Action.of(Verb.HELP, topic.number()).encode());
  }

  /** The commands that the sender can use. */
  private List<String> known(Envelope envelope) {
    return administrators.test(envelope)
        ? Stream.concat(commands.stream(), administratorCommands.stream()).toList()
        : commands;
  }

  private static String lines(Phrases phrases, List<String> names) {
    return String.join("\n", names.stream().map(name -> line(phrases, name)).toList());
  }

  private static String line(Phrases phrases, String name) {
    return phrases.of(
        "help.line", "usage", phrases.of("usage." + name), "what", phrases.of("menu." + name));
  }
}
