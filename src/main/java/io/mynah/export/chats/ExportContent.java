package io.mynah.export.chats;

import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.NamedBytes;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The content of the uploaded files: the bytes of an export, ready to be parsed. */
public sealed interface ExportContent extends Closeable {
  @Override
  default void close() throws IOException {}

  /** One JSON document. */
  record Json(ByteSource bytes, Closeable archive) implements ExportContent {
    @Override
    public void close() throws IOException {
      archive.close();
    }
  }

  /** The pages of HTML chats, each chat's in order. */
  record Html(List<HtmlChat> chats, Closeable archive) implements ExportContent {
    public Html {
      chats = List.copyOf(chats);
    }

    @Override
    public void close() throws IOException {
      archive.close();
    }
  }

  /** Files of another place than Telegram. */
  record Foreign(ExportFormat format, List<NamedBytes> files, Closeable archive)
      implements ExportContent {
    public Foreign {
      files = List.copyOf(files);
    }

    @Override
    public void close() throws IOException {
      archive.close();
    }
  }

  /** The pages of one chat. */
  record HtmlChat(List<ByteSource> pages) {
    public HtmlChat {
      pages = List.copyOf(pages);
    }
  }
}
