package io.mynah.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text into the words of GPT-2 (Radford et al., 2019) — the ending of a contraction; a run
 * of letters, of numbers or of other signs, each with one blank before it; or a run of white space
 * — or of its successors. Concatenated, the words are the text. Used by one thread at a time.
 */
final class GptWords {
  /** White space is Unicode's, as in the original pattern. */
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\p{IsWhite_Space}\\p{L}\\p{N}]+"
              + "|\\p{IsWhite_Space}+(?!\\P{IsWhite_Space})|\\p{IsWhite_Space}+");

  private static final Pattern LLAMA3 = later("{1,3}");
  private static final Pattern QWEN2 = later("");
  private static final Pattern DIGIT = Pattern.compile("\\p{N}");
  private static final Pattern DIGITS = Pattern.compile("\\p{N}+");

  private final Matcher words;
  private final @Nullable Matcher numbers;
  private final int length;
  private int position;

  /**
   * The end of the current part, which is a number or the text between two numbers. A part is split
   * as if nothing followed it.
   */
  private int border;

  private boolean numberFound;

  GptWords(String text, ByteLevelBpe.Words form) {
    this.length = text.length();
    Pattern pattern =
        switch (form) {
          case GPT2, GPT2_NUMBERS_APART, GPT2_DIGITS_APART -> WORD;
          case LLAMA3 -> LLAMA3;
          case QWEN2 -> QWEN2;
        };
    this.words = pattern.matcher(text);
    this.numbers =
        switch (form) {
          case GPT2, LLAMA3, QWEN2 -> null;
          case GPT2_NUMBERS_APART -> DIGITS.matcher(text);
          case GPT2_DIGITS_APART -> DIGIT.matcher(text);
        };
  }

  /**
   * The pattern of GPT-4 and those after it.
   *
   * @param digits how many digits a number has, as a quantifier
   */
  private static Pattern later(String digits) {
    return Pattern.compile(
        "(?iu:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + digits
            + "| ?[^\\p{IsWhite_Space}\\p{L}\\p{N}]+[\\r\\n]*|\\p{IsWhite_Space}*[\\r\\n]+"
            + "|\\p{IsWhite_Space}+(?!\\P{IsWhite_Space})|\\p{IsWhite_Space}+");
  }

  /** The end (exclusive) of the next word, or −1 at the end of the text. */
  int next() {
    if (position == length) {
      return -1;
    }
    if (position == border) {
      border = nextBorder();
      words.region(position, border);
    }
    if (!words.find()) {
      throw new IllegalStateException("a text without a word");
    }
    position = words.end();
    return position;
  }

  private int nextBorder() {
    if (numbers == null) {
      return length;
    }
    if (numberFound && numbers.start() == position) {
      numberFound = false;
      return numbers.end();
    }
    numberFound = numbers.find(position);
    if (!numberFound) {
      return length;
    }
    if (numbers.start() > position) {
      return numbers.start();
    }
    numberFound = false;
    return numbers.end();
  }
}
