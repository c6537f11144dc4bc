package io.mynah.export.imessage;

import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.bytes.TextLines;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ExportFormat;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.Origin;
import io.mynah.export.chats.TextHead;
import java.io.IOException;
import java.util.List;

/**
 * The texts of imessage-exporter: a file for each conversation, named after it. Times are local and
 * without a zone; they are taken as UTC.
 */
public final class IMessageFormat implements ExportFormat {
  private static final String ENDING = ".txt";

  @Override
  public boolean recognises(TextHead head) {
    return head.text().lines().findFirst().map(TimeLine::of).isPresent();
  }

  @Override
  public void read(List<NamedBytes> files, ExportPass pass) throws IOException {
    for (NamedBytes file : files) {
      int index = pass.nextChat();
      if (pass.wants(index)) {
        pass.markRecognised();
        ChatHeader header = new ChatHeader(Origin.IMESSAGE);
        String name = file.name().substring(file.name().lastIndexOf('/') + 1);
        if (name.endsWith(ENDING)) {
          header.name = ChatHeader.clean(name.substring(0, name.length() - ENDING.length()));
          header.likelyKey = header.name == null ? null : "name:" + header.name;
        }
        MessageBlocks blocks = new MessageBlocks(pass.begin(index, header), pass.limits());
        try (TextLines lines = TextLines.open(file.bytes(), pass.limits().textLength())) {
          for (String line = lines.next(); line != null; line = lines.next()) {
            blocks.line(line);
          }
          if (lines.isBroken()) {
            pass.markBroken();
          } else {
            blocks.end();
          }
        }
        pass.end(blocks.tally());
      }
    }
  }
}
