package io.mynah.export.slack;

import com.fasterxml.jackson.core.JsonParser;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.Origin;
import io.mynah.export.json.RecordReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The people and channels of a workspace. */
final class Workspace {
  /** Names that Slack gives to the folders of direct messages. */
  private static final Pattern DIRECT = Pattern.compile("[CDG][A-Z0-9]{7,}|mpdm-.*");

  /** What a person or a channel takes besides its texts. */
  private static final int ENTRY_BYTES = 256;

  private final RecordReader users =
      new RecordReader(
          List.of(
              "id", "name", "real_name", "is_bot", "profile.display_name", "profile.real_name"));
  private final RecordReader channels = new RecordReader(List.of("id", "name"));
  private final ExportPass pass;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> bots = new HashSet<>();
  private final Map<String, String> idsOfChannels = new HashMap<>();

  Workspace(ExportPass pass) {
    this.pass = pass;
  }

  /** Reads one person of {@code users.json}. */
  void readUser(JsonParser parser) throws IOException {
    Map<String, String> user = users.read(parser);
    String id = ChatHeader.clean(user.getOrDefault("id", ""));
    if (id == null) {
      return;
    }
    if (names.size() >= pass.limits().people()) {
      throw RefusedException.limit(Reason.TOO_MANY_PEOPLE, pass.limits().people());
    }
    String name =
        ChatHeader.cleanOrEmpty(
            first(user, "profile.display_name", "profile.real_name", "real_name", "name"));
    pass.keep(ENTRY_BYTES, id, name);
    names.put(id, name);
    if (user.getOrDefault("is_bot", "").equals("true")) {
      bots.add(id);
    }
  }

  /** Reads one channel of a list. */
  void readChannel(JsonParser parser) throws IOException {
    Map<String, String> channel = channels.read(parser);
    String id = ChatHeader.clean(channel.getOrDefault("id", ""));
    String name = ChatHeader.clean(channel.getOrDefault("name", ""));
    if (id != null && name != null) {
      if (idsOfChannels.size() >= pass.limits().chats()) {
        throw RefusedException.limit(Reason.TOO_MANY_CHATS, pass.limits().chats());
      }
      pass.keep(ENTRY_BYTES, id, name);
      idsOfChannels.put(name, id);
    }
  }

  /** What is known of the channel with this folder. */
  ChatHeader header(String folder) {
    ChatHeader header = new ChatHeader(Origin.SLACK);
    header.name = DIRECT.matcher(folder).matches() ? null : ChatHeader.clean("#" + folder);
    String channel = ChatHeader.cleanOrEmpty(folder);
    header.key = idsOfChannels.getOrDefault(channel, channel);
    return header;
  }

  /** Most characters of a message. */
  int textLength() {
    return pass.limits().textLength();
  }

  Map<String, String> names() {
    return names;
  }

  boolean isBot(String user) {
    return bots.contains(user);
  }

  /** The first of some values that is there and not blank. */
  static String first(Map<String, String> values, String... paths) {
    for (String path : paths) {
      String value = values.getOrDefault(path, "");
      if (!value.isBlank()) {
        return value;
      }
    }
    return "";
  }
}
