package io.mynah.chat.help;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Phrases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code /start}: tells what Mynah is and how to begin, and offers the tour to whoever has no chat
 * yet. Thread-safe.
 */
final class StartCommand implements Command {
  private final Channel channel;
  private final Roster roster;
  private final boolean samples;
  private final Predicate<Envelope> owners;

  /**
   * @param samples whether there are sample chats to begin with
   * @param owners who may let others in by links
   */
  StartCommand(Channel channel, Roster roster, boolean samples, Predicate<Envelope> owners) {
    this.channel = channel;
    this.roster = roster;
    this.samples = samples;
    this.owners = owners;
  }

  @Override
  public void run(Call call) throws IOException {
    String text = text(call.envelope(), call.phrases());
    channel.send(
        call.envelope().address(),
        roster.chats(call.owner()).isEmpty()
            ? new Reply(text, List.of(List.of(Tour.offer(call.phrases()))))
            : Reply.of(text));
  }

  /** What it says to somebody. */
  String text(Envelope envelope, Phrases phrases) {
    List<String> parts = new ArrayList<>();
    parts.add(phrases.of("start.what"));
    if (owners.test(envelope)) {
      parts.add(phrases.of("start.owner"));
    }
    parts.add(phrases.of("start.export"));
    parts.add(phrases.of(channel.readsLocalPaths() ? "start.path" : "start.send"));
    parts.add(phrases.of("start.other"));
    if (samples) {
      parts.add(phrases.of("start.sample"));
    }
    parts.add(phrases.of("start.privacy"));
    if (channel.readsLocalPaths()) {
      parts.add(phrases.of("start.keys"));
    }
    return String.join("\n\n", parts);
  }
}
