package io.mynah.console;

import java.util.List;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Splits a line into words at spaces, without quotes, escapes or further lines. */
final class WordParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    List<String> before = List.of(line.substring(0, cursor).split(" +", -1));
    String beginning = before.get(before.size() - 1);
    String end = line.substring(cursor).replaceFirst(" .*", "");
    return new Words(line, cursor, before, beginning + end, beginning.length());
  }

  /**
   * The words up to the cursor.
   *
   * @param words the last one up to the cursor
   * @param word the whole last word
   */
  private record Words(String line, int cursor, List<String> words, String word, int wordCursor)
      implements ParsedLine {
    @Override
    public int wordIndex() {
      return words.size() - 1;
    }
  }
}
