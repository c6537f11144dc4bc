package io.mynah.export.chats;

import io.mynah.export.bytes.NamedBytes;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** A form of export of another place than Telegram. Thread-safe. */
public interface ExportFormat {
  /** Whether a file that begins like this has this form. */
  boolean recognises(TextHead head);

  /**
   * The entries of an archive that are one export of this form together; none if they are not. An
   * archive of files that are an export each is recognised by them instead.
   *
   * @param names of all entries, with slashes
   */
  default List<String> entries(Collection<String> names) {
    return List.of();
  }

  /**
   * Counts the chats of an export, or passes on the messages of the wanted one.
   *
   * @param files the entries of an archive; else the files, which are an export each
   * @throws IOException if reading is refused
   */
  void read(List<NamedBytes> files, ExportPass pass) throws IOException;
}
