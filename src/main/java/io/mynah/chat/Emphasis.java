package io.mynah.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of a text that stand out, such as names. They stand between two code points that Unicode
 * keeps for a program's own use, so that no text of people has them. Stateless.
 */
public final class Emphasis {
  private static final char BEGIN = '\uFDD0';
  private static final char END = '\uFDD1';

  private Emphasis() {}

  /**
   * A part of a text.
   *
   * @param from where it begins, in UTF-16 units of the text without marks
   * @param length in UTF-16 units
   */
  public record Span(int from, int length) {}

  /** The words, to stand out in a text. */
  public static String on(String words) {
    String plain = off(words);
    return plain.isBlank() ? plain : BEGIN + plain + END;
  }

  /** A text without marks: nothing stands out in it. */
  public static String off(String text) {
    return text.indexOf(BEGIN) < 0 && text.indexOf(END) < 0
        ? text
        : text.replace(String.valueOf(BEGIN), "").replace(String.valueOf(END), "");
  }

  /**
   * Where in a text something stands out, in order. What begins and does not end goes on to its
   * end.
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
