package io.mynah.export.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.mynah.export.json.JsonDocument;
import java.io.IOException;
import java.io.Reader;

/** Parses rows, which are objects of JSON or lines of CSV below a line of names. Thread-safe. */
public final class RowParsing implements JsonDocument.Parsing {
  private static final int HEAD = 4096;

  private final JsonFactory json;
  private final CsvFactory csv;
  private final Separators separators;

  /** Finds what separates the columns of CSV. */
  @FunctionalInterface
  public interface Separators {
    /**
     * Finds it in the first line.
     *
     * @param head the beginning of the text
     */
    char of(String head);
  }

  /**
   * @param json whose limits also hold for CSV
   */
  public RowParsing(JsonFactory json, Separators separators) {
    this.json = json;
    this.separators = separators;
    this.csv =
        CsvFactory.builder()
            .streamReadConstraints(json.streamReadConstraints())
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.IGNORE_TRAILING_UNMAPPABLE)
            .build();
  }

  static boolean isJson(String head) {
    return head.startsWith("{") || head.startsWith("[");
  }

  @Override
  public JsonParser of(Reader characters) throws IOException {
    String head = head(characters).strip();
    if (isJson(head)) {
      return json.createParser(characters);
    }
    CsvParser parser = csv.createParser(characters);
    parser.setSchema(CsvSchema.emptySchema().withHeader().withColumnSeparator(separators.of(head)));
    return parser;
  }

  private static String head(Reader characters) throws IOException {
    char[] head = new char[HEAD];
    characters.mark(HEAD);
    int length = 0;
    for (int n = 0; n >= 0 && length < HEAD; length += Math.max(0, n)) {
      n = characters.read(head, length, HEAD - length);
    }
    characters.reset();
    return new String(head, 0, length);
  }
}
