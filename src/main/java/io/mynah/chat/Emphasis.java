package io.mynah.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * Marks words of a text that are shown emphasized, such as names, and ids of users that lead to
 * them. The marks are code points that Unicode reserves for a program's own use. A text that
 * somebody wrote, or that a voice drew, may contain them all the same, and must not mark anything:
 * {@link #replaced} is for what comes in, {@link #off} for what is quoted. Stateless.
 */
public final class Emphasis {
  private static final char BEGIN = '\uFDD0';
  private static final char END = '\uFDD1';
  private static final char USER_BEGIN = '\uFDD2';
  private static final char USER_END = '\uFDD3';

  private static final String MARKS = "[" + BEGIN + "-" + USER_END + "]";

  /** What Unicode has for a character that cannot be shown. */
  private static final String REPLACEMENT = "\uFFFD";

  private Emphasis() {}

  /**
   * An emphasized part of a text.
   *
   * @param from its start, in UTF-16 units of the text without marks
   * @param length in UTF-16 units
   */
  public record Span(int from, int length) {}

  /** Marks the id of a user, which leads to them where the channel can do that. */
  public static String user(String id) {
    return USER_BEGIN + id + USER_END;
  }

  /** Marks words as emphasized. */
  public static String on(String words) {
    String plain = off(words);
    return plain.isBlank() ? plain : BEGIN + plain + END;
  }

  /** Removes all marks from a text. */
  public static String off(String text) {
    return text.chars().noneMatch(Emphasis::isMark)
        ? text
        : text.codePoints()
            .filter(each -> !isMark(each))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /** Replaces marks in a text that somebody wrote, which does not become empty by that. */
  static String replaced(String text) {
    return text.replaceAll(MARKS, REPLACEMENT);
  }

  private static boolean isMark(int codePoint) {
    return codePoint >= BEGIN && codePoint <= USER_END;
  }

  /**
   * Finds the emphasized parts of a text, in order. A part that has a start mark and no end mark
   * extends to the end of the text.
   */
  public static List<Span> spans(String text) {
    return spans(text, BEGIN, END);
  }

  /** Finds the ids of users in a text, in the same way. */
  public static List<Span> users(String text) {
    return spans(text, USER_BEGIN, USER_END);
  }

  private static List<Span> spans(String text, char begin, char end) {
    List<Span> spans = new ArrayList<>();
    int at = 0;
    int from = -1;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == begin) {
        from = from < 0 ? at : from;
      } else if (each == end) {
        add(spans, from, at);
        from = -1;
      } else if (!isMark(each)) {
        at++;
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
