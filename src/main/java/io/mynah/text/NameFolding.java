package io.mynah.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Transliterator;

/**
 * Folds names for comparison: removes case, accents, compatibility forms, ignorable characters and
 * doubled spaces, so that {@code "Zoë Ångström"} and {@code "zoe angstrom"} are equal. First comes
 * compatibility decomposition (Unicode Standard Annex 15), then marks are removed, then full case
 * folding. Letters that do not decompose ({@code ł}, {@code ø}) become ASCII. Thread-safe.
 */
public final class NameFolding {
  private static final Transliterator PLAIN =
      Transliterator.getInstance(
          "NFKD; [[:M:][:Default_Ignorable_Code_Point:]] Remove; Latin-ASCII");

  private NameFolding() {}

  /** The folded form; empty when nothing of the name is left. */
  public static String fold(String name) {
    String plain = PLAIN.transliterate(name);
    return UCharacter.foldCase(plain, true).replaceAll("[\\s\\p{Z}]+", " ").strip();
  }
}
