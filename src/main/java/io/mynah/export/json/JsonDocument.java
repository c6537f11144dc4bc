package io.mynah.export.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.mynah.export.ExportLimits;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.bytes.TextLines;
import io.mynah.export.chats.ExportPass;
import java.io.IOException;
import java.io.Reader;

/** Reads documents of other programs as far as they are well-formed. */
public final class JsonDocument {
  private JsonDocument() {}

  /** Makes a parser of characters. */
  @FunctionalInterface
  public interface Parsing {
    JsonParser of(Reader characters) throws IOException;
  }

  /** Reads with a parser. */
  @FunctionalInterface
  public interface Body {
    void read(JsonParser parser) throws IOException;
  }

  /**
   * Reads a document. If it breaks off, or is damaged, the pass records it, and what was read
   * before stays.
   *
   * @throws RefusedException if reading is refused
   */
  public static void read(ByteSource bytes, ExportPass pass, Parsing parsing, Body body)
      throws RefusedException {
    try (Reader characters = TextLines.reader(bytes.open());
        JsonParser parser = parsing.of(characters)) {
      try {
        body.read(parser);
      } catch (StreamConstraintsException e) {
        throw refusal(parser, pass.limits());
      }
    } catch (RefusedException e) {
      throw e;
    } catch (IOException | IllegalStateException e) {
      RefusedException refusal = RefusedException.causeOf(e);
      if (refusal != null) {
        throw refusal;
      }
      pass.markBroken();
    }
  }

  /**
   * Gives each object of a document: the one that it is, those of its list, or those of its lines.
   *
   * @param body reads the object that the parser is at the start of, to its end
   */
  public static void objects(JsonFactory json, ByteSource bytes, ExportPass pass, Body body)
      throws RefusedException {
    read(bytes, pass, json::createParser, parser -> objects(parser, body));
  }

  /** Gives each object up to the end. */
  public static void objects(JsonParser parser, Body body) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        body.read(parser);
      }
    }
  }

  /** What a parser's limit means that was reached. */
  static RefusedException refusal(JsonParser parser, ExportLimits limits) {
    return parser.getParsingContext().getNestingDepth() > limits.nesting()
        ? RefusedException.limit(Reason.TOO_DEEP, limits.nesting())
        : RefusedException.limit(Reason.TEXT_TOO_LONG, limits.textLength());
  }
}
