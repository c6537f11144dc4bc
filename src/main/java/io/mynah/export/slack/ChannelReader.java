package io.mynah.export.slack;

import com.fasterxml.jackson.core.JsonParser;
import io.mynah.export.chats.ChatMessageFilter;
import io.mynah.export.chats.ExportDates;
import io.mynah.export.chats.MessageDraft;
import io.mynah.export.json.RecordReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the messages of one channel. */
final class ChannelReader {
  /** The kinds of messages that people write; most have none. */
  private static final Set<String> WRITTEN =
      Set.of("", "thread_broadcast", "file_share", "me_message");

  private final Workspace workspace;
  private final ChatMessageFilter tally;
  private final MessageDraft draft = new MessageDraft();
  private final RecordReader messages =
      new RecordReader(
          List.of(
              "type",
              "subtype",
              "user",
              "bot_id",
              "text",
              "ts",
              "thread_ts",
              "user_profile.display_name",
              "user_profile.real_name"));

  ChannelReader(Workspace workspace, ChatMessageFilter tally) {
    this.workspace = workspace;
    this.tally = tally;
  }

  /** Reads one message. */
  void read(JsonParser parser) throws IOException {
    Map<String, String> message = messages.read(parser);
    String user = message.getOrDefault("user", "");
    boolean own =
        message.getOrDefault("type", "").equals("message")
            && WRITTEN.contains(message.getOrDefault("subtype", ""))
            && !user.isEmpty()
            && !message.containsKey("bot_id")
            && !workspace.isBot(user);
    draft.clear();
    draft.type = own ? MessageDraft.Type.MESSAGE : MessageDraft.Type.NOTICE;
    draft.peer.set(user);
    String name = workspace.names().getOrDefault(user, "");
    String shown =
        Workspace.first(message, "user_profile.display_name", "user_profile.real_name", "user");
    draft.name.set(name.isBlank() ? shown : name);
    String time = message.getOrDefault("ts", "");
    String thread = message.getOrDefault("thread_ts", "");
    draft.seconds = ExportDates.ofAny(time);
    draft.id = id(time);
    draft.replyTo = thread.equals(time) ? MessageDraft.NONE : id(thread);
    SlackText.append(
        draft.text, message.getOrDefault("text", ""), workspace.names(), workspace.textLength());
    tally.accept(draft);
  }

  /** The id of a message: its time in microseconds, {@code 1355517523.000005}. */
  private static long id(String time) {
    return MessageDraft.id(time.replace(".", ""));
  }
}
