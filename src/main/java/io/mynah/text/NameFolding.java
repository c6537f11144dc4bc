package io.mynah.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Transliterator;

/**
 * Names as they are compared: without case, accents, compatibility forms, ignorable characters and
 * doubled spaces, so that {@code "Zoë Ångström"} and {@code "zoe angstrom"} are one. Compatibility
 * decomposition (Unicode Standard Annex 15) comes first, then marks go, then full case folding.
 * Letters that do not decompose ({@code ł}, {@code ø}) are brought to ASCII. Thread-safe.
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
