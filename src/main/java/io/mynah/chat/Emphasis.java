package io.mynah.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * Marks words of a text that are shown emphasized, such as names. The marks are two code points
 * that Unicode reserves for a program's own use, so no text of users contains them. Stateless.
 */
public final class Emphasis {
  private static final char BEGIN = '\uFDD0';
  private static final char END = '\uFDD1';

  private Emphasis() {}

  /**
   * An emphasized part of a text.
   *
   * @param from its start, in UTF-16 units of the text without marks
   * @param length in UTF-16 units
   */
  public record Span(int from, int length) {}

  /** Marks words as emphasized. */
  public static String on(String words) {
    String plain = off(words);
    return plain.isBlank() ? plain : BEGIN + plain + END;
  }

  /** Removes all marks from a text. */
  public static String off(String text) {
    return text.indexOf(BEGIN) < 0 && text.indexOf(END) < 0
        ? text
        : text.replace(String.valueOf(BEGIN), "").replace(String.valueOf(END), "");
  }

  /**
   * Finds the emphasized parts of a text, in order. A part that has a start mark and no end mark
   * extends to the end of the text.
   */
  public static List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    int at = 0;
    int from = -1;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case BEGIN -> from = from < 0 ? at : from;
        case END -> {
          add(spans, from, at);
          from = -1;
        }
        default -> at++;
      }
    }
    add(spans, from, at);
    return List.copyOf(spans);
  }

  private static void add(List<Span> spans, int from, int to) {
    if (from >= 0 && from < to) {
      spans.add(new Span(from, to - from));
    }
  }
}
