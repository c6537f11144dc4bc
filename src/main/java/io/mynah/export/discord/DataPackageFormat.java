package io.mynah.export.discord;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
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
import io.mynah.export.table.RowParsing;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Discord's own “data package”, a zip: what its owner wrote in all channels, and nothing of others.
 * It is read as one chat, since a channel alone is mostly too little to learn from.
 */
public final class DataPackageFormat implements ExportFormat {
  private static final Pattern MESSAGES =
      Pattern.compile("(?i)(?:.*/)?c?\\d{5,20}/messages\\.(?:json|csv)");
  private static final Pattern USER = Pattern.compile("(?i)(?:.*/)?[^/]+/user\\.json");

  /** Who wrote it, where the package does not say. */
  private static final String OWNER = "Me";

  private final JsonFactory json;
  private final RowParsing parsing;

  /**
   * @param json whose limits also hold for CSV
   */
  public DataPackageFormat(JsonFactory json) {
    this.json = json;
    this.parsing = new RowParsing(json, head -> ',');
  }

  @Override
  public boolean recognises(TextHead head) {
    return head.has("ID", "Timestamp", "Contents") || isCsv(head.text());
  }

  private static boolean isCsv(String text) {
    return text.startsWith("ID,Timestamp,Contents");
  }

  @Override
  public List<String> entries(Collection<String> names) {
    List<String> messages =
        names.stream().filter(name -> MESSAGES.matcher(name).matches()).sorted().toList();
    if (messages.isEmpty()) {
      return messages;
    }
    return names.stream()
        .filter(name -> MESSAGES.matcher(name).matches() || USER.matcher(name).matches())
        .sorted()
        .toList();
  }

  @Override
  public void read(List<NamedBytes> files, ExportPass pass) throws IOException {
    int index = pass.nextChat();
    if (!pass.wants(index)) {
      return;
    }
    pass.markRecognised();
    ChatHeader header = new ChatHeader(Origin.DISCORD);
    header.name = "Discord";
    Owner owner = new Owner();
    for (NamedBytes file : files) {
      if (isUser(file)) {
        JsonDocument.objects(json, file.bytes(), pass, owner::read);
      }
    }
    header.key = owner.id.isEmpty() ? null : "package:" + owner.id;
    ChatMessageFilter tally = pass.begin(index, header);
    RecordReader rows = new RecordReader(List.of("ID", "Timestamp", "Contents"));
    for (NamedBytes file : files) {
      if (!isUser(file)) {
        JsonDocument.read(
            file.bytes(),
            pass,
            parsing,
            parser ->
                JsonDocument.objects(parser, at -> tally.accept(owner.message(rows.read(at)))));
      }
    }
    pass.end(tally);
  }

  private static boolean isUser(NamedBytes file) {
    return file.fileName().equals("user.json");
  }

  /** Who wrote all messages. */
  private static final class Owner {
    private final RecordReader account = new RecordReader(List.of("id", "username", "global_name"));
    private final MessageDraft draft = new MessageDraft();
    private String id = "";
    private String name = OWNER;

    void read(JsonParser parser) throws IOException {
      Map<String, String> user = account.read(parser);
      String shown = user.getOrDefault("global_name", user.getOrDefault("username", ""));
      name = shown.isBlank() ? name : shown;
      String cleaned = ChatHeader.clean(user.getOrDefault("id", ""));
      id = cleaned == null ? id : cleaned;
    }

    MessageDraft message(Map<String, String> message) {
      draft.clear();
      draft.type = MessageDraft.Type.MESSAGE;
      draft.id = MessageDraft.id(message.get("ID"));
      draft.seconds = ExportDates.ofAny(message.getOrDefault("Timestamp", ""));
      draft.peer.set(id);
      draft.name.set(name);
      draft.text.set(DiscordText.plain(message.getOrDefault("Contents", "")));
      return draft;
    }
  }
}
