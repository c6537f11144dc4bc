package io.mynah.export.slack;

import com.fasterxml.jackson.core.JsonParser;
import io.mynah.export.ExportLimits;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.ChatHeader;
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

  private final RecordReader users =
      new RecordReader(
          List.of(
              "id", "name", "real_name", "is_bot", "profile.display_name", "profile.real_name"));
  private final RecordReader channels = new RecordReader(List.of("id", "name"));
  private final ExportLimits limits;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> bots = new HashSet<>();
  private final Map<String, String> idsOfChannels = new HashMap<>();

  Workspace(ExportLimits limits) {
    this.limits = limits;
  }

  /** Reads one person of {@code users.json}. */
  void readUser(JsonParser parser) throws IOException {
    Map<String, String> user = users.read(parser);
    String id = user.get("id");
    if (id == null) {
      return;
    }
    if (names.size() >= limits.people()) {
      throw RefusedException.limit(Reason.TOO_MANY_PEOPLE, limits.people());
    }
    names.put(id, first(user, "profile.display_name", "profile.real_name", "real_name", "name"));
    if (user.getOrDefault("is_bot", "").equals("true")) {
      bots.add(id);
    }
  }

  /** Reads one channel of a list. */
  void readChannel(JsonParser parser) throws IOException {
    Map<String, String> channel = channels.read(parser);
    String id = channel.get("id");
    String name = channel.get("name");
    if (id != null && name != null) {
      if (idsOfChannels.size() >= limits.chats()) {
        throw RefusedException.limit(Reason.TOO_MANY_CHATS, limits.chats());
      }
      idsOfChannels.put(name, id);
    }
  }

  /** What is known of the channel with this folder. */
  ChatHeader header(String folder) {
    ChatHeader header = new ChatHeader(Origin.SLACK);
    header.name = DIRECT.matcher(folder).matches() ? null : ChatHeader.clean("#" + folder);
    header.key = ChatHeader.clean(idsOfChannels.getOrDefault(folder, folder));
    return header;
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
