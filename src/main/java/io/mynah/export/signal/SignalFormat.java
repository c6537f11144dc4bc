package io.mynah.export.signal;

import com.fasterxml.jackson.core.JsonFactory;
import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.chats.ExportFormat;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.TextHead;
import io.mynah.export.json.JsonDocument;
import io.mynah.export.json.RecordReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Signal's chats as JSON: the {@code main.jsonl} of Signal's own export, the lines that signal-cli
 * prints of what it receives, and rows of Signal Desktop's database. They mix the messages of all
 * chats.
 */
public final class SignalFormat implements ExportFormat {
  private final JsonFactory json;

  public SignalFormat(JsonFactory json) {
    this.json = json;
  }

  @Override
  public boolean recognises(TextHead head) {
    return head.has("backupTimeMs")
        || head.has("chatItem")
        || head.has("envelope")
        || head.has("jsonrpc", "params")
        || (head.has("conversationId", "type") && (head.has("sent_at") || head.has("body")));
  }

  @Override
  public void read(List<NamedBytes> files, ExportPass pass) throws IOException {
    pass.markRecognised();
    for (NamedBytes file : files) {
      SignalChats chats = new SignalChats(pass);
      List<SignalRecords> programs =
          List.of(new BackupRecords(chats), new CliRecords(chats), new DesktopRecords(chats));
      RecordReader objects =
          new RecordReader(programs.stream().flatMap(each -> each.paths().stream()).toList());
      JsonDocument.objects(
          json, file.bytes(), pass, parser -> accept(objects.read(parser), programs));
      chats.end();
    }
  }

  private static void accept(Map<String, String> values, List<SignalRecords> programs)
      throws IOException {
    for (SignalRecords program : programs) {
      if (program.accept(values)) {
        return;
      }
    }
  }
}
