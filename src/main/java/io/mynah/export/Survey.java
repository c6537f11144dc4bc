package io.mynah.export;

import java.util.List;

/**
 * The chats of an export that have a message to learn from, in the order of the file.
 *
 * @param truncated whether the file ends early or breaks off; what was parsed is included
 */
public record Survey(List<ChatSummary> chats, boolean truncated) {
  public Survey {
    chats = List.copyOf(chats);
  }
}
