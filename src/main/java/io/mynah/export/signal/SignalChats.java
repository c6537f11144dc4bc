package io.mynah.export.signal;

import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ChatMessageFilter;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.MessageDraft;
import io.mynah.export.chats.Origin;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chats of a file, in the order of their first messages. */
final class SignalChats {
  /** What an open chat takes besides its texts, mostly for finding its people. */
  private static final int CHAT_BYTES = 5_000;

  private final ExportPass pass;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<Integer, ChatMessageFilter> wanted = new LinkedHashMap<>();

  SignalChats(ExportPass pass) {
    this.pass = pass;
  }

  ExportPass pass() {
    return pass;
  }

  /**
   * Adds a message to a chat.
   *
   * @param identity of the chat
   * @param name may be null if it is not known, and may come with a later message
   */
  void add(String identity, @Nullable String name, MessageDraft message) throws IOException {
    String key = ChatHeader.cleanOrEmpty(identity);
    Integer index = indexes.get(key);
    if (index == null) {
      index = pass.nextChat();
      pass.keep(CHAT_BYTES, key);
      indexes.put(key, index);
      if (pass.wants(index)) {
        ChatHeader header = new ChatHeader(Origin.SIGNAL);
        header.key = key.isEmpty() ? null : key;
        wanted.put(index, pass.begin(index, header));
      }
    }
    ChatMessageFilter chat = wanted.get(index);
    if (chat != null) {
      if (name != null && chat.header().name == null) {
        chat.header().name = ChatHeader.clean(name);
      }
      chat.accept(message);
    }
  }

  /** Ends all chats. */
  void end() {
    wanted.values().forEach(pass::end);
  }
}
