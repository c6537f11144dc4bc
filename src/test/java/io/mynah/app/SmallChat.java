package io.mynah.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** An export of a chat of Bella, who writes enough to be learned, and of Tim, who does not. */
final class SmallChat {
  private static final String[] WORDS = {
    "i", "think", "we", "should", "go", "home", "now", "tea", "late", "rain", "the", "cat", "ok"
  };

  private SmallChat() {}

  static String json() {
    SplittableRandom random = new SplittableRandom(1);
    ObjectNode chat = JsonNodeFactory.instance.objectNode();
    chat.put("name", "Bella").put("type", "personal_chat").put("id", 11);
    ArrayNode messages = chat.putArray("messages");
    for (int i = 1; i <= 60; i++) {
      boolean bella = i % 6 != 0;
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(2, 6); word > 0; word--) {
        text.append(WORDS[random.nextInt(WORDS.length)]).append(word > 1 ? " " : "");
      }
      messages
          .addObject()
          .put("id", i)
          .put("type", "message")
          .put("date", "2019-02-03T10:%02d:00".formatted(i % 60))
          .put("date_unixtime", String.valueOf(1_549_188_000 + 60 * i))
          .put("from", bella ? "Bella" : "Tim")
          .put("from_id", bella ? "user1" : "user2")
          .put("text", text.toString());
    }
    return chat.toString();
  }
}
