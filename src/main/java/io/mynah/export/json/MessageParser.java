package io.mynah.export.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mynah.export.chats.CharSlice;
import io.mynah.export.chats.ExportDates;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.MessageDraft;
import io.mynah.export.chats.PeerIds;
import java.io.IOException;

/**
 * Parses one message of a JSON export into a {@link MessageDraft}. The switches below are over
 * names that the parser interns, so they need no comparison of characters. Fields that are not
 * needed are skipped without decoding.
 */
final class MessageParser {
  private final JsonParser parser;
  private final MessageDraft draft;
  private final int textLimit;
  private final boolean countsReactions;
  private final ReactionParser reactions;
  private final CharSlice scratch = new CharSlice();

  MessageParser(JsonParser parser, MessageDraft draft, ExportPass pass) {
    this.parser = parser;
    this.draft = draft;
    textLimit = pass.limits().textLength();
    countsReactions = pass.countsReactions();
    reactions = new ReactionParser(parser, draft);
  }

  /** Reads the message's object from its start to its end. */
  void parse() throws IOException {
    draft.clear();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "id" -> draft.id = number(value);
        case "type" -> draft.type = type(value);
        case "date" -> scalar(value, draft.date);
        case "date_unixtime" -> draft.seconds = unixTime(value);
        case "from" -> scalar(value, draft.name);
        case "from_id" -> scalar(value, draft.peer);
        case "text" -> text(value);
        case "sticker_emoji" -> scalar(value, draft.emoji);
        case "reply_to_message_id" -> draft.replyTo = number(value);
        case "reply_to_peer_id" -> {
          draft.replyElsewhere = value != JsonToken.VALUE_NULL;
          parser.skipChildren();
        }
        case "forwarded_from" -> {
          draft.forwarded = true;
          parser.skipChildren();
        }
        case "via_bot" -> {
          draft.viaBot = true;
          parser.skipChildren();
        }
        case "reactions" -> {
          if (countsReactions) {
            reactions.parse(value);
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (draft.seconds == MessageDraft.NONE) {
      draft.seconds = ExportDates.ofIso(draft.date);
    }
  }

  /** Reads a string or number; leaves the slice empty for anything else. */
  private void scalar(JsonToken value, CharSlice into) throws IOException {
    if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
      into.set(parser);
    } else {
      into.clear();
      parser.skipChildren();
    }
  }

  private long number(JsonToken value) throws IOException {
    scalar(value, scratch);
    boolean negative = !scratch.isEmpty() && scratch.charAt(0) == '-';
    long number = PeerIds.number(scratch, negative ? 1 : 0);
    if (number < 0) {
      return MessageDraft.NONE;
    }
    return negative ? -number : number;
  }

  private long unixTime(JsonToken value) throws IOException {
    scalar(value, scratch);
    return ExportDates.ofUnixTime(scratch);
  }

  private MessageDraft.Type type(JsonToken value) throws IOException {
    scalar(value, scratch);
    if (scratch.contentEquals("message")) {
      return MessageDraft.Type.MESSAGE;
    }
    boolean notice = scratch.contentEquals("service") || scratch.contentEquals("unsupported");
    return notice ? MessageDraft.Type.NOTICE : MessageDraft.Type.OTHER;
  }

  /**
   * Reads a string, or an array of strings and of objects with a {@code text}. The last key wins.
   */
  private void text(JsonToken value) throws IOException {
    draft.text.clear();
    if (value == JsonToken.VALUE_STRING) {
      draft.text.append(parser, textLimit);
    } else if (value == JsonToken.START_ARRAY) {
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        if (t == JsonToken.VALUE_STRING) {
          draft.text.append(parser, textLimit);
        } else if (t == JsonToken.START_OBJECT) {
          entity();
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
    }
  }

  private void entity() throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (name.equals("text") && value == JsonToken.VALUE_STRING) {
        draft.text.append(parser, textLimit);
      } else {
        parser.skipChildren();
      }
    }
  }
}
