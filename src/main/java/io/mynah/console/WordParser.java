package io.mynah.console;

import java.util.List;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Takes a line as words with spaces between them: no quotes, no escapes, no second line. */
final class WordParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    List<String> before = List.of(line.substring(0, cursor).split(" +", -1));
    String begun = before.get(before.size() - 1);
    String end = line.substring(cursor).replaceFirst(" .*", "");
    return new Words(line, cursor, before, begun + end, begun.length());
  }

  /**
   * The words up to the cursor.
   *
   * @param words the last of them as far as the cursor
   * @param word the last of them as a whole
   */
  private record Words(String line, int cursor, List<String> words, String word, int wordCursor)
      implements ParsedLine {
    @Override
    public int wordIndex() {
      return words.size() - 1;
    }
  }
}
