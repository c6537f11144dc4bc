package io.mynah.export.discord;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ChatMessageFilter;
import io.mynah.export.chats.ExportDates;
import io.mynah.export.chats.ExportFormat;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.MessageDraft;
import io.mynah.export.chats.Origin;
import io.mynah.export.chats.TextHead;
import io.mynah.export.json.JsonDocument;
import io.mynah.export.json.RecordReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON of DiscordChatExporter: a file for each channel. */
public final class ChatExporterFormat implements ExportFormat {
  /** The kinds of messages that people write. */
  private static final Set<String> WRITTEN = Set.of("Default", "Reply", "0", "19");

  /** What stands for the server of a direct message. */
  private static final String NO_SERVER = "0";

  private final JsonFactory json;

  public ChatExporterFormat(JsonFactory json) {
    this.json = json;
  }

  @Override
  public boolean recognises(TextHead head) {
    return head.has("guild", "channel");
  }

  @Override
  public void read(List<NamedBytes> files, ExportPass pass) throws IOException {
    for (NamedBytes file : files) {
      int index = pass.nextChat();
      if (pass.wants(index)) {
        pass.markRecognised();
        ChatMessageFilter tally = pass.begin(index, new ChatHeader(Origin.DISCORD));
        JsonDocument.read(
            file.bytes(), pass, json::createParser, parser -> new Channel(tally).read(parser));
        pass.end(tally);
      }
    }
  }

  /** Reads one channel. */
  private static final class Channel {
    private final ChatMessageFilter tally;
    private final MessageDraft draft = new MessageDraft();
    private final RecordReader names = new RecordReader(List.of("id", "name"));
    private final RecordReader messages =
        new RecordReader(
            List.of(
                "id",
                "type",
                "timestamp",
                "content",
                "author.id",
                "author.name",
                "author.nickname",
                "author.isBot",
                "reference.messageId",
                "forwardedMessage"));
    private String server = "";

    Channel(ChatMessageFilter tally) {
      this.tally = tally;
    }

    void read(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (name.equals("guild") && value == JsonToken.START_OBJECT) {
          Map<String, String> guild = names.read(parser);
          server = NO_SERVER.equals(guild.get("id")) ? "" : guild.getOrDefault("name", "");
        } else if (name.equals("channel") && value == JsonToken.START_OBJECT) {
          channel(names.read(parser));
        } else if (name.equals("messages") && value == JsonToken.START_ARRAY) {
          for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
            if (t == JsonToken.START_OBJECT) {
              message(messages.read(parser));
            } else {
              parser.skipChildren();
            }
          }
        } else {
          parser.skipChildren();
        }
      }
    }

    private void channel(Map<String, String> channel) {
      ChatHeader header = tally.header();
      String name = channel.getOrDefault("name", "");
      header.name = ChatHeader.clean(server.isEmpty() ? name : server + " / " + name);
      String id = channel.get("id");
      header.key = id == null ? null : ChatHeader.clean(id);
    }

    private void message(Map<String, String> message) throws IOException {
      draft.clear();
      boolean own =
          WRITTEN.contains(message.getOrDefault("type", ""))
              && !message.getOrDefault("author.isBot", "").equals("true");
      draft.type = own ? MessageDraft.Type.MESSAGE : MessageDraft.Type.NOTICE;
      draft.forwarded = message.containsKey("forwardedMessage");
      draft.id = MessageDraft.id(message.get("id"));
      draft.replyTo = MessageDraft.id(message.get("reference.messageId"));
      draft.seconds = ExportDates.ofAny(message.getOrDefault("timestamp", ""));
      draft.peer.set(message.getOrDefault("author.id", ""));
      String nickname = message.getOrDefault("author.nickname", "");
      draft.name.set(nickname.isBlank() ? message.getOrDefault("author.name", "") : nickname);
      draft.text.set(DiscordText.plain(message.getOrDefault("content", "")));
      tally.accept(draft);
    }
  }
}
