package io.mynah.text;

import java.util.random.RandomGenerator;

/** Seeded texts of every sort of character, each a valid Unicode string. */
public final class RandomText {
  private static final String[] PARTS = {
    "the ",
    "don't",
    " you",
    "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66", // a family, joined
    "\uD83D\uDC4D\uD83C\uDFFD", // a thumb with a tone of skin
    "\u2764\uFE0F",
    "\uD83C\uDDE9\uD83C\uDDEA", // a flag
    "مرحبا ",
    "كيف حالك؟",
    "你好",
    "世界。",
    "ありがとう",
    "\u00E9",
    "e\u0301",
    "\n",
    "\r\n",
    "\t",
    "  ",
    "\u00A0",
    "\u200B",
    "１２",
    "42",
    "\uFDFA",
    "\u0000",
    "!!!",
  };

  private RandomText() {}

  /** Up to {@code most} parts, a third of them any code point at all. */
  public static String of(RandomGenerator random, int most) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(most + 1);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(3) == 0) {
        text.appendCodePoint(codePoint(random));
      } else {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
    }
    return text.toString();
  }

  private static int codePoint(RandomGenerator random) {
    int point = random.nextInt(Character.MAX_CODE_POINT + 1);
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return surrogate ? 0xFFFD : point;
  }
}
