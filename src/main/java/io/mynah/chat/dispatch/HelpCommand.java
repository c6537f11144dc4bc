package io.mynah.chat.dispatch;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.words.Phrases;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code /help}: the commands, and an example of each. */
final class HelpCommand implements Command {
  private final Channel channel;
  private final Predicate<Envelope> administrators;

  HelpCommand(Channel channel, Predicate<Envelope> administrators) {
    this.channel = channel;
    this.administrators = administrators;
  }

  @Override
  public void run(Call call) throws IOException {
    Phrases phrases = call.phrases();
    List<String> lines =
        Stream.concat(CommandMenu.names().stream(), moreFor(call.envelope()))
            .map(
                name ->
                    phrases.of(
                        "help.line",
                        "usage",
                        phrases.of("usage." + name),
                        "what",
                        phrases.of("menu." + name)))
            .toList();
    channel.send(
        call.envelope().address(),
        Reply.of(
            phrases.of("help.head")
                + "\n\n"
                + String.join("\n", lines)
                + "\n\n"
                + phrases.of("help.foot")));
  }

  private Stream<String> moreFor(Envelope envelope) {
    return administrators.test(envelope)
        ? CommandMenu.administratorNames().stream()
        : Stream.empty();
  }
}
