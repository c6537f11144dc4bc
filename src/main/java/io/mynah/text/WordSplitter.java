package io.mynah.text;

/**
 * Splits a text into words for a {@link BpeTokenizer}, in the way of GPT-2's pre-splitting: a run
 * of letters (with their marks and the apostrophes between them), of digits or of other signs, each
 * with one blank before it, or a run of white space. No piece crosses a border, so "dog." and
 * "dog!" share "dog". Concatenated, the words are the text. The length of a word is capped, which
 * bounds the time one endless word can take.
 */
final class WordSplitter {
  /** Longest word in UTF-16 units; a surrogate pair at the cap is kept whole. */
  private static final int LONGEST = 32;

  /** The kinds of characters that are told apart. */
  private enum Kind {
    LETTER,
    DIGIT,
    SIGN,
    SPACE
  }

  private final String text;
  private int position;

  WordSplitter(String text) {
    this.text = text;
  }

  /** The end (exclusive) of the next word, or −1 at the end of the text. */
  int next() {
    if (position == text.length()) {
      return -1;
    }
    int start = position;
    int at = position;
    Kind kind = kindAt(at);
    if (text.charAt(at) == ' ' && at + 1 < text.length() && kindAt(at + 1) != Kind.SPACE) {
      at++;
      kind = kindAt(at);
    }
    while (at < text.length() && at - start < LONGEST && continues(kind, at)) {
      if (leavesBlankToNextWord(kind, start, at)) {
        break;
      }
      at += Character.charCount(text.codePointAt(at));
    }
    position = at;
    return at;
  }

  private boolean continues(Kind kind, int at) {
    return kindAt(at) == kind || (kind == Kind.LETTER && joinsLetters(at));
  }

  /** Whether an apostrophe stands between letters and so belongs to the word: "don't". */
  private boolean joinsLetters(int at) {
    char c = text.charAt(at);
    return (c == '\'' || c == '’') && at + 1 < text.length() && kindAt(at + 1) == Kind.LETTER;
  }

  /** Whether this is the last blank of a run of white space, which belongs to the next word. */
  private boolean leavesBlankToNextWord(Kind kind, int start, int at) {
    return kind == Kind.SPACE
        && at > start
        && text.charAt(at) == ' '
        && at + 1 < text.length()
        && kindAt(at + 1) != Kind.SPACE;
  }

  private Kind kindAt(int at) {
    char c = text.charAt(at);
    if (c < 128) {
      return ascii(c);
    }
    int point = text.codePointAt(at);
    int type = Character.getType(point);
    if (Character.isLetter(point)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK) {
      return isVariationSelector(point) ? Kind.SIGN : Kind.LETTER;
    }
    if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
      return Kind.SPACE;
    }
    return Character.isDigit(point) ? Kind.DIGIT : Kind.SIGN;
  }

  private static Kind ascii(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      return Kind.LETTER;
    }
    if (c >= '0' && c <= '9') {
      return Kind.DIGIT;
    }
    return c == ' ' || (c >= '\t' && c <= '\r') ? Kind.SPACE : Kind.SIGN;
  }

  /** Whether this is a variation selector: a mark by its category, but used in emoji. */
  private static boolean isVariationSelector(int point) {
    return point >= 0xFE00 && point <= 0xFE0F;
  }
}
