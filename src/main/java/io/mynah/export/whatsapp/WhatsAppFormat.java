package io.mynah.export.whatsapp;

import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.chats.ExportFormat;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.TextHead;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WhatsApp's “Export chat”: a text, alone or in a zip with media. It has names for people and no
 * ids, and local times without a zone, which are taken as UTC.
 */
public final class WhatsAppFormat implements ExportFormat {
  @Override
  public boolean recognises(TextHead head) {
    String text = head.text();
    // Every chat begins with a date, of a notice or a message; a later one may be quoted.
    return !text.startsWith("{")
        && !text.startsWith("<")
        && text.lines()
            .filter(line -> !line.isBlank())
            .limit(1)
            .anyMatch(line -> isDated(LineStart.of(line)));
  }

  private static boolean isDated(@Nullable LineStart line) {
    if (line != null) {
      for (DateOrder order : DateOrder.values()) {
        if (order.seconds(line) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void read(List<NamedBytes> files, ExportPass pass) throws IOException {
    for (NamedBytes file : files) {
      WhatsAppScan.run(file, pass);
    }
  }
}
