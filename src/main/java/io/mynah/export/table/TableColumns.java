package io.mynah.export.table;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that the three columns of a table may have, in small or capital letters. */
final class TableColumns {
  private static final List<String> TIME =
      List.of("time", "timestamp", "date", "datetime", "sent_at", "created_at");
  private static final List<String> FROM = List.of("from", "sender", "author", "user", "username");
  private static final List<String> TEXT = List.of("text", "message", "body", "content");

  private TableColumns() {}

  /** Whether all three are there. */
  static boolean areIn(Collection<String> names) {
    Set<String> lower =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return Stream.of(TIME, FROM, TEXT).allMatch(some -> some.stream().anyMatch(lower::contains));
  }

  /** Every name, in small letters. */
  static List<String> all() {
    return Stream.of(TIME, FROM, TEXT).flatMap(List::stream).toList();
  }

  static String time(Map<String, String> row) {
    return first(row, TIME);
  }

  static String from(Map<String, String> row) {
    return first(row, FROM);
  }

  static String text(Map<String, String> row) {
    return first(row, TEXT);
  }

  private static String first(Map<String, String> row, List<String> names) {
    return names.stream().filter(row::containsKey).findFirst().map(row::get).orElse("");
  }
}
