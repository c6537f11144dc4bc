package io.mynah.export.reading;

import com.fasterxml.jackson.core.JsonFactory;
import io.mynah.export.bytes.FileKind;
import io.mynah.export.bytes.FileKindDetector;
import io.mynah.export.chats.ExportFormat;
import io.mynah.export.chats.TextHead;
import io.mynah.export.discord.ChatExporterFormat;
import io.mynah.export.discord.DataPackageFormat;
import io.mynah.export.imessage.IMessageFormat;
import io.mynah.export.signal.SignalFormat;
import io.mynah.export.slack.SlackFormat;
import io.mynah.export.table.TableFormat;
import io.mynah.export.whatsapp.WhatsAppFormat;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The forms of export of other places than Telegram. Thread-safe. */
final class ForeignFormats {
  private final List<ExportFormat> formats;

  ForeignFormats(JsonFactory json) {
    formats =
        List.of(
            new WhatsAppFormat(),
            new IMessageFormat(),
            new ChatExporterFormat(json),
            new DataPackageFormat(json),
            new SlackFormat(json),
            new SignalFormat(json),
            new TableFormat(json));
  }

  /** The form of a file, if it is one of these. */
  Optional<ExportFormat> of(FileKind kind, byte[] head) {
    if (kind != FileKind.JSON && kind != FileKind.OTHER) {
      return Optional.empty();
    }
    TextHead text = TextHead.of(FileKindDetector.text(head));
    return formats.stream().filter(format -> format.recognises(text)).findFirst();
  }

  /** Whether a form is asked before another, and preferred to it. */
  boolean isBefore(ExportFormat form, ExportFormat other) {
    return formats.indexOf(form) < formats.indexOf(other);
  }

  /** An export that takes many entries of an archive. */
  record Packed(ExportFormat format, List<String> entries) {}

  /** The export that the entries of an archive are together, if they are one. */
  Optional<Packed> ofEntries(Collection<String> names) {
    return formats.stream()
        .map(format -> new Packed(format, format.entries(names)))
        .filter(packed -> !packed.entries().isEmpty())
        .findFirst();
  }
}
