package io.mynah.export.whatsapp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The half of the day that a time of a 12-hour clock is in. */
enum DayPart {
  /** The time is of a 24-hour clock. */
  NONE,
  MORNING,
  AFTERNOON,
  /** Around noon: eleven is in the morning, one in the afternoon. */
  NOON;

  private static final int HALF = 12;
  private static final int ELEVEN = 11;
  private static final Map<String, DayPart> WORDS = words();

  private static Map<String, DayPart> words() {
    Map<String, DayPart> words = new HashMap<>();
    List.of(
            "am",
            "a",
            "vorm",
            "vormittags",
            "fm",
            "ip",
            "fh",
            "pd",
            "dop",
            "de",
            "öö",
            "sa",
            "pg",
            "pagi",
            "прдп",
            "дп",
            "προμ",
            "πμ",
            "ص",
            "صباحا",
            "قظ",
            "צ",
            "לפנהצ",
            "上午",
            "凌晨",
            "清晨",
            "早上",
            "早晨",
            "半夜",
            "午夜",
            "午前",
            "오전",
            "पूर्वाह्न",
            "मपू",
            "পূর্বাহ্ণ",
            "முற்பகல்")
        .forEach(word -> words.put(word, MORNING));
    List.of(
            "pm",
            "p",
            "nachm",
            "nachmittags",
            "em",
            "ap",
            "eh",
            "md",
            "odp",
            "pop",
            "du",
            "ös",
            "ch",
            "ptg",
            "petang",
            "пп",
            "μμ",
            "م",
            "مساء",
            "بظ",
            "אחהצ",
            "下午",
            "傍晚",
            "晚上",
            "夜晚",
            "午後",
            "오후",
            "अपराह्न",
            "मउ",
            "অপরাহ্ণ",
            "பிற்பகல்")
        .forEach(word -> words.put(word, AFTERNOON));
    words.put("中午", NOON);
    return words;
  }

  /**
   * The part of the day that a word beside a time names, in any language that has one here.
   *
   * @param word with or without dots and spaces in it
   * @return {@code null} if it is none of these words
   */
  static @Nullable DayPart of(String word) {
    StringBuilder letters = new StringBuilder();
    word.codePoints()
        .filter(c -> Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK)
        .filter(c -> c < '\u064b' || c > '\u0652')
        .forEach(letters::appendCodePoint);
    return WORDS.get(letters.toString().toLowerCase(Locale.ROOT));
  }

  /** The hour of a 24-hour clock. */
  int hour(int written) {
    return switch (this) {
      case NONE -> written;
      case MORNING -> written == HALF ? 0 : written;
      case AFTERNOON -> written < HALF ? written + HALF : written;
      case NOON -> written < ELEVEN ? written + HALF : written;
    };
  }
}
