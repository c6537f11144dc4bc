package io.mynah.export.table;

import com.fasterxml.jackson.core.JsonFactory;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table of messages, one chat: CSV with a row of names (RFC 4180, with commas, semicolons or
 * tabs), JSON lines, or a JSON list. It has a column for the time (ISO 8601, or seconds,
 * milliseconds or microseconds since 1970), one for the name of the sender, and one for the text. A
 * row without a readable time is left out.
 */
public final class TableFormat implements ExportFormat {
  private static final String SEPARATORS = ",;\t";

  private final RowParsing parsing;

  /**
   * @param json whose limits also hold for CSV
   */
  public TableFormat(JsonFactory json) {
    this.parsing = new RowParsing(json, TableFormat::separator);
  }

  @Override
  public boolean recognises(TextHead head) {
    return RowParsing.isJson(head.text())
        ? !head.has("messages") && TableColumns.areIn(head.names())
        : separator(head.text()) != 0;
  }

  /** What separates the columns that a text begins with; 0 if it does not begin with them. */
  private static char separator(String text) {
    int end = text.indexOf('\n');
    String header = end < 0 ? text : text.substring(0, end);
    for (int i = 0; i < SEPARATORS.length(); i++) {
      char separator = SEPARATORS.charAt(i);
      List<String> names =
          Arrays.stream(header.split(Pattern.quote(String.valueOf(separator)), -1))
              .map(name -> name.strip().replaceAll("^\"|\"$", "").strip())
              .toList();
      if (TableColumns.areIn(names)) {
        return separator;
      }
    }
    return 0;
  }

  @Override
  public void read(List<NamedBytes> files, ExportPass pass) throws IOException {
    for (NamedBytes file : files) {
      int index = pass.nextChat();
      if (pass.wants(index)) {
        pass.markRecognised();
        ChatMessageFilter tally = pass.begin(index, new ChatHeader(Origin.TABLE));
        RecordReader rows = RecordReader.ofAnyCase(TableColumns.all());
        MessageDraft draft = new MessageDraft();
        JsonDocument.read(
            file.bytes(),
            pass,
            parsing,
            parser -> JsonDocument.objects(parser, at -> row(rows.read(at), draft, tally)));
        pass.end(tally);
      }
    }
  }

  private static void row(Map<String, String> row, MessageDraft draft, ChatMessageFilter tally)
      throws IOException {
    draft.clear();
    draft.type = MessageDraft.Type.MESSAGE;
    draft.seconds = ExportDates.ofAny(TableColumns.time(row));
    if (draft.seconds == MessageDraft.NONE) {
      tally.skip();
      return;
    }
    draft.name.set(TableColumns.from(row));
    draft.text.set(TableColumns.text(row));
    tally.accept(draft);
  }
}
