package io.mynah.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** An export of one chat as a test needs it. */
final class Export {
  private static final LocalDateTime BEGIN = LocalDateTime.of(2019, 2, 3, 10, 0);

  private final ObjectNode chat = JsonNodeFactory.instance.objectNode();
  private final ArrayNode messages = chat.arrayNode();
  private int minutes;

  private Export(String name, String type, long id) {
    chat.put("name", name).put("type", type).put("id", id);
  }

  /** A chat of two, named after the other one. */
  static Export chatWith(String name, long id) {
    return new Export(name, "personal_chat", id);
  }

  static Export group(String name, long id) {
    return new Export(name, "private_group", id);
  }

  /** Bella and Tim with 20 messages each; the last one of Bella's is “night from Bella”. */
  static Export ofBellaAndTim() {
    return chatWith("Bella", 11)
        .says("Bella", 19, "hi")
        .says("Tim", 20, "well then")
        .says("Bella", 1, "night");
  }

  /** Adds messages of someone; each bears a number and the name. */
  Export says(String name, int count, String text) {
    for (int i = 1; i <= count; i++) {
      adds(name, count == 1 ? text + " from " + name : text + " " + i + " from " + name);
    }
    return this;
  }

  /** Adds a message as it is. */
  Export adds(String name, String text) {
    minutes++;
    LocalDateTime at = BEGIN.plusHours(minutes);
    ObjectNode message = messages.addObject();
    message.put("id", minutes).put("type", "message").put("date", at.toString() + ":00");
    message.put("date_unixtime", String.valueOf(at.toEpochSecond(ZoneOffset.UTC)));
    message.put("from", name).put("from_id", id(name)).put("text", text);
    return this;
  }

  /** Adds a sticker. */
  Export addsSticker(String name, String emoji) {
    adds(name, "");
    ((ObjectNode) messages.get(messages.size() - 1))
        .put("media_type", "sticker")
        .put("file", "sticker.webp")
        .put("sticker_emoji", emoji);
    return this;
  }

  /** Adds a reaction of somebody to each message of others. */
  Export reactedToBy(String name, String emoji) {
    for (JsonNode message : messages) {
      if (!message.path("from").asText().equals(name)) {
        ObjectNode reaction = ((ObjectNode) message).putArray("reactions").addObject();
        reaction.put("type", "emoji").put("count", 1).put("emoji", emoji);
        reaction.putArray("recent").addObject().put("from", name).put("from_id", id(name));
      }
    }
    return this;
  }

  private static String id(String name) {
    return "user" + Math.floorMod(name.hashCode(), 1_000_000_007);
  }

  ObjectNode node() {
    chat.set("messages", messages);
    return chat;
  }

  String json() {
    return node().toString();
  }

  /** A whole account with these chats. */
  static String account(Export... chats) {
    ObjectNode account = JsonNodeFactory.instance.objectNode();
    account.putObject("personal_information").put("phone_number", "+49 111 2222222");
    ArrayNode list = account.putObject("chats").putArray("list");
    for (Export each : chats) {
      list.add(each.node());
    }
    return account.toString();
  }

  /** A group of three, whom the same messages taught. */
  static Export ofThreeFriends() {
    return Export.group("Friends", 11)
        .says("Bella", 30, "hi")
        .says("Carl", 25, "well")
        .says("Dan", 20, "then");
  }
}
