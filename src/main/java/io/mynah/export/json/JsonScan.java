package io.mynah.export.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.mynah.export.ExportLimits;
import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.CharSlice;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ChatMessageFilter;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.MessageDraft;
import io.mynah.export.chats.PeerIds;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Scans a JSON export: one chat, or an account with its lists of chats. Everything but the wanted
 * chats is skipped without decoding: contacts, sessions, other chats.
 */
public final class JsonScan {
  private final ExportPass pass;
  private final JsonParser parser;
  private final MessageDraft draft = new MessageDraft();
  private final MessageParser messages;
  private final CharSlice scratch = new CharSlice();

  /** What an earlier scan found out about the wanted chat. */
  private final @Nullable ChatHeader known;

  /** Whether to look only for the wanted chat's header. */
  private final boolean headerOnly;

  private @Nullable ChatHeader header;

  /** The chat whose messages are being read; still set when the file breaks off in them. */
  private @Nullable ChatMessageFilter open;

  private boolean stopped;
  private boolean lacksHeader;

  private JsonScan(
      ExportPass pass, JsonParser parser, @Nullable ChatHeader known, boolean headerOnly) {
    this.pass = pass;
    this.parser = parser;
    this.known = known;
    this.headerOnly = headerOnly;
    this.messages = new MessageParser(parser, draft, pass);
  }

  /** A factory whose parsers keep the limits. */
  public static JsonFactory factory(ExportLimits limits) {
    return JsonFactory.builder()
        .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
        .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.nesting())
                .maxStringLength(limits.textLength())
                .build())
        .build();
  }

  /** Counts the chats of a document, or passes on the messages of one. */
  public static void run(JsonFactory factory, ByteSource bytes, ExportPass pass)
      throws IOException {
    JsonScan scan = scan(factory, bytes, pass, null, false);
    if (scan.lacksHeader) {
      // Type and id nearly always come before the messages. If they do not, they are looked up
      // first, because they tell a bot's messages from others.
      ChatHeader header = scan(factory, bytes, pass.withoutSink(), null, true).header;
      pass.restart();
      scan(factory, bytes, pass, header == null ? new ChatHeader() : header, false);
    }
  }

  private static JsonScan scan(
      JsonFactory factory,
      ByteSource bytes,
      ExportPass pass,
      @Nullable ChatHeader known,
      boolean headerOnly)
      throws IOException {
    try (InputStream in = bytes.open();
        JsonParser parser = factory.createParser(new TelegramJsonFaults(in))) {
      JsonScan scan = new JsonScan(pass, parser, known, headerOnly);
      scan.document();
      scan.drain(in);
      return scan;
    }
  }

  private void document() throws IOException {
    try {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        chat(true);
      }
    } catch (RefusedException e) {
      throw e;
    } catch (StreamConstraintsException e) {
      throw JsonDocument.refusal(parser, pass.limits());
    } catch (IOException | IllegalStateException e) {
      // Broken JSON, a damaged archive, or names made to collide: what was read before is kept.
      pass.markBroken();
      close();
    }
  }

  /** Reads on to the end, where archives are checked for completeness. */
  private void drain(InputStream in) throws RefusedException {
    byte[] rest = new byte[8192];
    try {
      while (!stopped && !pass.isBroken() && in.read(rest) >= 0) {}
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      pass.markBroken();
    }
  }

  /** Reads the object of a chat; at the root, it may also be that of an account. */
  private void chat(boolean root) throws IOException {
    int index = root ? ExportPass.NONE : pass.nextChat();
    ChatHeader own = new ChatHeader();
    if (pass.wants(index)) {
      header = own;
    }
    for (String name = parser.nextFieldName();
        name != null && !stopped;
        name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "name" -> own.name = text(value) ? ChatHeader.clean(scratch) : null;
        case "type" -> own.type = text(value) ? scratch.toText(ChatHeader.NAME_LENGTH) : "";
        case "id" -> own.id = number(value);
        case "messages" -> {
          if (value == JsonToken.START_ARRAY && index == ExportPass.NONE) {
            index = pass.nextChat();
            header = pass.wants(index) ? own : header;
          }
          messages(index, own, value);
        }
        case "chats", "left_chats" -> {
          if (root && value == JsonToken.START_OBJECT) {
            list();
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
      if (stopped) {
        return;
      }
    }
    close();
  }

  private void list() throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (!name.equals("list") || value != JsonToken.START_ARRAY) {
        parser.skipChildren();
        continue;
      }
      pass.markRecognised();
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        if (t == JsonToken.START_OBJECT) {
          chat(false);
        } else {
          parser.skipChildren();
        }
        if (stopped || pass.isDone()) {
          stopped = true;
          return;
        }
      }
    }
  }

  private void messages(int index, ChatHeader own, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY || headerOnly || !pass.wants(index)) {
      parser.skipChildren();
      return;
    }
    if (pass.wantsOne() && known == null && !own.canTellBots()) {
      lacksHeader = true;
      stopped = true;
      return;
    }
    if (open == null) {
      open = pass.begin(index, known == null ? own : known);
    }
    ChatMessageFilter tally = open;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t == JsonToken.START_OBJECT) {
        messages.parse();
        tally.accept(draft);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void close() {
    if (open != null) {
      pass.end(open);
      open = null;
    }
  }

  private boolean text(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
      scratch.set(parser);
      return true;
    }
    parser.skipChildren();
    return false;
  }

  private long number(JsonToken value) throws IOException {
    long number = text(value) ? PeerIds.number(scratch, 0) : -1;
    return number < 0 ? MessageDraft.NONE : number;
  }
}
