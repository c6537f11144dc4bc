package io.mynah.privacy;

import java.util.List;

/**
 * Searches a text for any of several word stems in one pass, ignoring case, before slower patterns
 * are tried. Immutable.
 */
final class WordStems {
  private static final int KEYS = 1 << 12;

  private final List<String> first;
  private final List<String> anywhere;

  /** For each pair of characters, folded to {@link #KEYS}, whether a stem begins with it. */
  private final boolean[] begins = new boolean[KEYS];

  /**
   * @param first stems that count only at the beginning of a word
   * @param anywhere stems that also count within a word; all stems have at least two characters and
   *     are in lower case
   */
  WordStems(List<String> first, List<String> anywhere) {
    this.first = List.copyOf(first);
    this.anywhere = List.copyOf(anywhere);
    first.forEach(this::register);
    anywhere.forEach(this::register);
  }

  private void register(String stem) {
    begins[key(stem.charAt(0), stem.charAt(1))] = true;
  }

  boolean anyIn(String text) {
    if (text.isEmpty()) {
      return false;
    }
    char before = lower(text.charAt(0));
    for (int i = 1; i < text.length(); i++) {
      char next = lower(text.charAt(i));
      if (begins[key(before, next)] && anyAt(text, i - 1)) {
        return true;
      }
      before = next;
    }
    return false;
  }

  private boolean anyAt(String text, int at) {
    boolean begin = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    return anyOf(anywhere, text, at) || (begin && anyOf(first, text, at));
  }

  private static boolean anyOf(List<String> stems, String text, int at) {
    for (String stem : stems) {
      if (text.regionMatches(true, at, stem, 0, stem.length())) {
        return true;
      }
    }
    return false;
  }

  private static char lower(char each) {
    return each < 'A' || (each >= 'a' && each <= 'z') ? each : Character.toLowerCase(each);
  }

  private static int key(char first, char second) {
    return ((first & 0x3F) << 6) | (second & 0x3F);
  }
}
