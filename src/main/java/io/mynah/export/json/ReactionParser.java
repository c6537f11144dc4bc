package io.mynah.export.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mynah.export.chats.CharSlice;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.MessageDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the reactions to one message of a JSON export into a {@link MessageDraft}. Those that are
 * no plain emoji, and shapes that are not known, are left out.
 */
final class ReactionParser {
  private static final int LONGEST_EMOJI = 32;

  /** Most people that are read of one reaction. */
  private static final int MOST_PEOPLE = 1_000;

  private record Reactor(String peer, String name) {}

  private final JsonParser parser;
  private final MessageDraft draft;
  private final CharSlice scratch = new CharSlice();
  private final List<Reactor> people = new ArrayList<>();

  ReactionParser(JsonParser parser, MessageDraft draft) {
    this.parser = parser;
    this.draft = draft;
  }

  /** Reads the list of reactions from its start to its end. */
  void parse(JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t == JsonToken.START_OBJECT) {
        reaction();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void reaction() throws IOException {
    String type = "";
    String emoji = "";
    people.clear();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "type" -> type = text(value, LONGEST_EMOJI);
        case "emoji" -> emoji = text(value, LONGEST_EMOJI);
        case "recent" -> recent(value);
        default -> parser.skipChildren();
      }
    }
    if (type.equals("emoji")) {
      for (Reactor each : people) {
        draft.addReaction(emoji, each.peer(), each.name());
      }
    }
  }

  private void recent(JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t == JsonToken.START_OBJECT && people.size() < MOST_PEOPLE) {
        person();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void person() throws IOException {
    String peer = "";
    String from = "";
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "from_id" -> peer = text(value, ChatHeader.NAME_LENGTH);
        case "from" -> from = text(value, ChatHeader.NAME_LENGTH);
        default -> parser.skipChildren();
      }
    }
    people.add(new Reactor(peer, from));
  }

  private String text(JsonToken value, int longest) throws IOException {
    if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
      parser.skipChildren();
      return "";
    }
    scratch.set(parser);
    return scratch.toText(longest);
  }
}
