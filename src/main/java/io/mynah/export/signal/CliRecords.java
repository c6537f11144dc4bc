package io.mynah.export.signal;

import io.mynah.export.chats.MessageDraft;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines that signal-cli prints: what its owner receives, and what they send from other devices.
 * They stand alone or in a JSON-RPC notification.
 */
final class CliRecords implements SignalRecords {
  private static final String NOTIFICATION = "params.";
  private static final String RECEIVED = "envelope.dataMessage.";
  private static final String SENT = "envelope.syncMessage.sentMessage.";

  private final SignalChats chats;
  private final MessageDraft draft = new MessageDraft();

  CliRecords(SignalChats chats) {
    this.chats = chats;
  }

  @Override
  public List<String> paths() {
    Stream<String> envelope =
        Stream.of("sourceUuid", "sourceNumber", "source", "sourceName", "timestamp")
            .map("envelope."::concat);
    Stream<String> messages =
        Stream.of(RECEIVED, SENT)
            .flatMap(
                prefix ->
                    Stream.of(
                            "message",
                            "timestamp",
                            "groupInfo.groupId",
                            "groupInfo.groupName",
                            "quote.id",
                            "destinationUuid",
                            "destinationNumber",
                            "destination")
                        .map(prefix::concat));
    return Stream.concat(envelope, messages)
        .flatMap(path -> Stream.of(path, NOTIFICATION + path))
        .toList();
  }

  @Override
  public boolean accept(Map<String, String> values) throws IOException {
    for (String outer : List.of("", NOTIFICATION)) {
      for (String kind : List.of(RECEIVED, SENT)) {
        if (values.containsKey(outer + kind + "message")) {
          message(values, outer + "envelope.", outer + kind, kind.equals(SENT));
          return true;
        }
      }
    }
    return false;
  }

  private void message(Map<String, String> values, String envelope, String message, boolean sent)
      throws IOException {
    String author =
        SignalRecords.first(
            values, envelope + "sourceUuid", envelope + "sourceNumber", envelope + "source");
    String name = SignalRecords.first(values, envelope + "sourceName");
    String group = SignalRecords.first(values, message + "groupInfo.groupId");
    SignalRecords.setTimes(
        draft,
        SignalRecords.first(values, message + "timestamp", envelope + "timestamp"),
        values.getOrDefault(message + "quote.id", ""));
    draft.peer.set(author);
    draft.name.set(name.isBlank() ? SignalRecords.first(values, envelope + "source") : name);
    draft.text.set(values.getOrDefault(message + "message", ""));
    if (!group.isEmpty()) {
      chats.add("group:" + group, orNull(values.get(message + "groupInfo.groupName")), draft);
      return;
    }
    String partner =
        SignalRecords.first(
            values,
            message + "destinationUuid",
            message + "destinationNumber",
            message + "destination");
    chats.add(sent ? partner : author, sent ? null : orNull(name), draft);
  }

  private static @Nullable String orNull(@Nullable String name) {
    return name == null || name.isBlank() ? null : name;
  }
}
