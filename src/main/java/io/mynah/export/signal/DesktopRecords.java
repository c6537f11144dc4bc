package io.mynah.export.signal;

import io.mynah.export.chats.MessageDraft;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Rows of the messages in Signal Desktop's database, as tools write them. People have ids only. */
final class DesktopRecords implements SignalRecords {
  private final SignalChats chats;
  private final MessageDraft draft = new MessageDraft();

  DesktopRecords(SignalChats chats) {
    this.chats = chats;
  }

  @Override
  public List<String> paths() {
    return List.of(
        "conversationId",
        "type",
        "body",
        "sent_at",
        "timestamp",
        "quote.id",
        "source",
        "sourceServiceId",
        "sourceUuid");
  }

  @Override
  public boolean accept(Map<String, String> values) throws IOException {
    String chat = values.get("conversationId");
    if (chat == null) {
      return false;
    }
    SignalRecords.setTimes(
        draft,
        SignalRecords.first(values, "sent_at", "timestamp"),
        values.getOrDefault("quote.id", ""));
    String source = SignalRecords.first(values, "sourceServiceId", "sourceUuid", "source");
    switch (values.getOrDefault("type", "")) {
      case "outgoing" -> {
        draft.peer.set("self");
        draft.name.set(OWNER);
      }
      case "incoming" -> {
        draft.peer.set(source);
        draft.name.set(SignalRecords.first(values, "source", "sourceServiceId", "sourceUuid"));
      }
      default -> draft.type = MessageDraft.Type.NOTICE;
    }
    draft.text.set(values.getOrDefault("body", ""));
    chats.add("conversation:" + chat, null, draft);
    return true;
  }
}
