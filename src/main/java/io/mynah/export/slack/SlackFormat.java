package io.mynah.export.slack;

import com.fasterxml.jackson.core.JsonFactory;
import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.chats.ChatMessageFilter;
import io.mynah.export.chats.ExportFormat;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.TextHead;
import io.mynah.export.json.JsonDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The export of a Slack workspace, a zip: {@code users.json}, lists of channels, and a folder for
 * each channel with a file for each day.
 */
public final class SlackFormat implements ExportFormat {
  private static final String USERS = "users.json";
  private static final Pattern DAY = Pattern.compile("(?:.*/)?[^/]+/\\d{4}-\\d\\d-\\d\\d\\.json");
  private static final Set<String> LISTS =
      Set.of("channels.json", "groups.json", "dms.json", "mpims.json");

  private final JsonFactory json;

  public SlackFormat(JsonFactory json) {
    this.json = json;
  }

  /** A day alone names nobody, so only the whole zip is an export. */
  @Override
  public boolean recognises(TextHead head) {
    return false;
  }

  @Override
  public List<String> entries(Collection<String> names) {
    Optional<String> users =
        names.stream()
            .filter(name -> name.equals(USERS) || name.endsWith("/" + USERS))
            .min(Comparator.comparingInt(String::length));
    if (users.isEmpty()) {
      return List.of();
    }
    String folder = users.get().substring(0, users.get().length() - USERS.length());
    List<String> days =
        names.stream().filter(name -> name.startsWith(folder) && isDay(name)).sorted().toList();
    if (days.isEmpty()) {
      return List.of();
    }
    Stream<String> lists = LISTS.stream().map(folder::concat).filter(names::contains).sorted();
    return Stream.of(users.stream(), lists, days.stream()).flatMap(each -> each).toList();
  }

  private static boolean isDay(String name) {
    return DAY.matcher(name).matches();
  }

  @Override
  public void read(List<NamedBytes> files, ExportPass pass) throws IOException {
    pass.markRecognised();
    Workspace workspace = new Workspace(pass);
    Map<String, List<NamedBytes>> channels = new TreeMap<>();
    for (NamedBytes file : files) {
      if (isDay(file.name())) {
        channels.computeIfAbsent(file.folder(), folder -> new ArrayList<>()).add(file);
      } else if (file.fileName().equals(USERS)) {
        JsonDocument.objects(json, file.bytes(), pass, workspace::readUser);
      } else {
        JsonDocument.objects(json, file.bytes(), pass, workspace::readChannel);
      }
    }
    for (Map.Entry<String, List<NamedBytes>> channel : channels.entrySet()) {
      int index = pass.nextChat();
      if (pass.wants(index)) {
        ChatMessageFilter tally = pass.begin(index, workspace.header(channel.getKey()));
        ChannelReader messages = new ChannelReader(workspace, tally);
        for (NamedBytes day : channel.getValue()) {
          JsonDocument.objects(json, day.bytes(), pass, messages::read);
        }
        pass.end(tally);
      }
    }
  }
}
