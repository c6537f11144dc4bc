package io.mynah.text;

import com.ibm.icu.text.UnicodeSet;

/**
 * Tells whether a text shows nothing: it is empty, or has only blanks and invisible characters, as
 * people send them for fun. Thread-safe.
 */
public final class BlankText {
  /** White space, control and format characters, fillers, and the braille pattern without dots. */
  private static final UnicodeSet INVISIBLE =
      new UnicodeSet("[[:White_Space:][:Z:][:Cc:][:Cf:][:Default_Ignorable_Code_Point:]\\u2800]")
          .freeze();

  private BlankText() {}

  public static boolean is(String text) {
    return INVISIBLE.containsAll(text);
  }
}
