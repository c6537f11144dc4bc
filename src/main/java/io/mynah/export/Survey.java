package io.mynah.export;

import java.util.List;

/**
 * The chats of an export that hold a message to learn from, in the order of the file.
 *
 * @param truncated the file ends early or breaks off: what parsed is here
 */
public record Survey(List<ChatSummary> chats, boolean truncated) {
  public Survey {
    chats = List.copyOf(chats);
  }
}
