package io.mynah.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** What was found in the files: the bytes of an export, ready to be parsed. */
sealed interface Content extends Closeable {
  @Override
  default void close() throws IOException {}

  /** One JSON document. */
  record Json(ByteSource bytes, Closeable archive) implements Content {
    @Override
    public void close() throws IOException {
      archive.close();
    }
  }

  /** The pages of HTML chats, each chat's in order. */
  record Html(List<HtmlChat> chats, Closeable archive) implements Content {
    public Html {
      chats = List.copyOf(chats);
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
