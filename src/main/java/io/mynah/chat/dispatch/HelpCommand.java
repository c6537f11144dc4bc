package io.mynah.chat.dispatch;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.words.Phrases;
import java.io.IOException;
import java.util.List;

/** {@code /help}: the commands, and an example of each. */
final class HelpCommand implements Command {
  private final Channel channel;

  HelpCommand(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void run(Call call) throws IOException {
    Phrases phrases = call.phrases();
    List<String> lines =
        CommandMenu.names().stream()
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
}
